declare global {
  namespace App {
    interface Error {
      /** To quote when asking for help. */
      reference?: string;
    }
  }
}

export {};
