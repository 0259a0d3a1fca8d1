// The part of the WebAssembly interface that the kernel uses; Node has it, its type package and the es2024 library do not name it.
declare namespace WebAssembly {
  class Module {
    readonly brand: 'WebAssembly.Module';
  }
  class Instance {
    constructor(module: Module);
    readonly exports: unknown;
  }
  interface Memory {
    readonly buffer: ArrayBuffer;
    grow(pages: number): number;
  }
  function compile(bytes: Uint8Array<ArrayBuffer>): Promise<Module>;
}
