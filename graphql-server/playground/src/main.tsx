import 'graphiql/setup-workers/vite';
import 'graphiql/style.css';
import './playground.css';
import { createRoot } from 'react-dom/client';
import { Playground } from './playground.tsx';
import { sideOf } from './side.ts';

const side = sideOf(location.pathname);
document.title = `${side.title} · Playground`;
createRoot(document.getElementById('playground')!).render(<Playground side={side} />);
