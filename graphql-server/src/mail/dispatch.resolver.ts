import { FieldResolver, registerEnumType, Resolver, Root } from 'type-graphql';
import type { DispatchRow } from './dispatch.access.ts';
import { Dispatch, dispatchKinds, dispatchStates, type DispatchKind, type DispatchState } from './dispatch.entity.ts';

registerEnumType(dispatchStates, { name: 'DispatchState' });
registerEnumType(dispatchKinds, { name: 'DispatchKind' });

@Resolver(() => Dispatch)
export class DispatchResolver {
  @FieldResolver(() => dispatchKinds)
  kind(@Root() dispatch: DispatchRow): DispatchKind {
    return dispatch.kind;
  }

  @FieldResolver(() => dispatchStates)
  state(@Root() dispatch: DispatchRow): DispatchState {
    return dispatch.state;
  }
}
