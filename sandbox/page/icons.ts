// The page's own icons, drawn on a grid of 24 units.

export const ICONS = {
  sheet: 'M4 4h16v16H4zM6 9v2.5h5V9zm7 0v2.5h5V9zm-7 4.5V18h5v-4.5zm7 0V18h5v-4.5z',
  mail: 'M3 5h18v14H3zm2 3.2V17h14V8.2l-7 4.6zM6.2 7l5.8 3.8L17.8 7z',
  desk: 'M4 19V5h2v14zm5 0v-8h3v8zm5 0V8h3v11zm5 0v-5h2v5z',
  file: 'M6 2h8l5 5v15H6zm7 2H8v16h9V8h-4zm-1 6 4 4h-3v4h-2v-4H8z',
  gallery: 'M3 3h8v8H3zm10 0h8v8h-8zM3 13h8v8H3zm10 0h8v8h-8z',
  down: 'M7 10l5 5 5-5z',
  close: 'M6.4 5 12 10.6 17.6 5 19 6.4 13.4 12l5.6 5.6-1.4 1.4-5.6-5.6L6.4 19 5 17.6l5.6-5.6L5 6.4z',
  back: 'M20 11H7.8l5.6-5.6L12 4l-8 8 8 8 1.4-1.4L7.8 13H20z',
  check: 'M9 16.2 4.8 12l-1.4 1.4L9 19 21 7l-1.4-1.4z',
  person: 'M12 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8m0 10c4.4 0 8 2 8 4.5V20H4v-1.5C4 16 7.6 14 12 14',
  stop: 'M6 6h12v12H6z',
  more: 'M12 8a2 2 0 1 0 0-4 2 2 0 0 0 0 4m0 2a2 2 0 1 0 0 4 2 2 0 0 0 0-4m0 6a2 2 0 1 0 0 4 2 2 0 0 0 0-4',
  lock: 'M7 10V8a5 5 0 0 1 10 0v2h1v11H6V10zm2 0h6V8a3 3 0 0 0-6 0z',
  undo: 'M12.5 8c-2.6 0-5 1-6.9 2.6L2 7v9h9l-3.6-3.6A8 8 0 0 1 20 16l2.4-.8A10.5 10.5 0 0 0 12.5 8',
  redo: 'M11.5 8c2.6 0 5 1 6.9 2.6L22 7v9h-9l3.6-3.6A8 8 0 0 0 4 16l-2.4-.8A10.5 10.5 0 0 1 11.5 8',
  list: 'M3 6h18v2H3zm0 5h18v2H3zm0 5h18v2H3z',
  route: 'M5 3h6a4 4 0 0 1 4 4v5h4l-5.5 6L8 12h5V7a2 2 0 0 0-2-2H5zM4 19h16v2H4z',
} as const;
