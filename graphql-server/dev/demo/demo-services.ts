/** What Northwind Studio, designers and engineers, bill for. `price` in euro cents. */
export interface DemoService {
  name: string;
  price: number;
  /** How much of it, in steps: [least, most, step]. */
  quantity: readonly [number, number, number];
  /** Percent, where it is not the client's. */
  taxRate?: string;
}

export const demoServices: readonly [DemoService, ...DemoService[]] = [
  { name: 'Concept design', price: 98_00, quantity: [4, 40, 0.5] },
  { name: 'Interior design, detailed drawings', price: 92_00, quantity: [3, 60, 0.25] },
  { name: 'Structural calculation', price: 124_50, quantity: [2, 24, 0.5] },
  { name: 'Site visit with measurements', price: 420_00, quantity: [1, 3, 1] },
  { name: 'Workshop, half a day', price: 640_00, quantity: [1, 4, 1] },
  { name: 'Project management', price: 105_00, quantity: [1, 20, 0.25] },
  { name: 'Wayfinding and signage plan', price: 88_00, quantity: [6, 48, 0.5] },
  { name: 'Lighting simulation', price: 310_00, quantity: [1, 5, 1] },
  { name: 'Rendering, exterior view', price: 275_00, quantity: [1, 8, 1] },
  { name: 'Rendering, interior view', price: 240_00, quantity: [1, 10, 1] },
  { name: 'Scale model 1:50, oak and plywood', price: 1_850_00, quantity: [1, 1, 1] },
  { name: 'Material samples, curated box', price: 64_90, quantity: [1, 6, 1] },
  { name: 'Packaging design, one format', price: 780_00, quantity: [1, 5, 1] },
  { name: 'Brand guidelines, revision', price: 1_240_00, quantity: [1, 1, 1] },
  { name: 'Type licence, five seats', price: 189_00, quantity: [1, 2, 1] },
  { name: 'Website, accessibility review', price: 96_00, quantity: [4, 24, 0.5] },
  { name: 'Website, upkeep for one month', price: 145_00, quantity: [1, 3, 1] },
  { name: 'CAD drafting', price: 74_00, quantity: [2, 80, 0.25] },
  { name: 'Finite element analysis', price: 138_00, quantity: [3, 18, 0.5] },
  { name: 'Prototype, 3D print, PA12', price: 86_40, quantity: [1, 24, 1] },
  { name: 'Prototype, CNC milled aluminium', price: 312_00, quantity: [1, 6, 1] },
  { name: 'Tender documents', price: 99_00, quantity: [4, 32, 0.5] },
  { name: 'Permit application', price: 1_120_00, quantity: [1, 1, 1] },
  { name: 'Construction supervision', price: 112_00, quantity: [2, 36, 0.5] },
  { name: 'Acoustic measurement', price: 360_00, quantity: [1, 2, 1] },
  { name: 'Photography, one day', price: 890_00, quantity: [1, 2, 1] },
  { name: 'Printed catalogue, copies', price: 11_90, quantity: [20, 300, 10], taxRate: 'reduced' },
  { name: 'Posters A1, copies', price: 8_50, quantity: [10, 120, 5], taxRate: 'reduced' },
  { name: 'Train tickets, as paid', price: 118_60, quantity: [1, 4, 1], taxRate: '0' },
  { name: 'Kilometres driven', price: 42, quantity: [36, 640, 1], taxRate: '0' },
  { name: 'Courier, as paid', price: 27_35, quantity: [1, 3, 1], taxRate: '0' },
  { name: 'Translation of drawings’ legends', price: 14, quantity: [180, 2400, 1] },
];
