import { FieldResolver, registerEnumType, Resolver, Root } from 'type-graphql';
import type { Row } from '../plain-rows.ts';
import { Dispatch, dispatchStates, type DispatchState } from './dispatch.entity.ts';

registerEnumType(dispatchStates, { name: 'DispatchState' });

@Resolver(() => Dispatch)
export class DispatchResolver {
  @FieldResolver(() => dispatchStates)
  state(@Root() dispatch: Row<Dispatch>): DispatchState {
    return dispatch.state;
  }
}
