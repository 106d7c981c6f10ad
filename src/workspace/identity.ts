/** Who this machine is in a workspace. The private key never leaves it. */
export interface Identity {
  /** 32 hex digits: the uid of this machine in its own ledger. */
  readonly machine: string;
  /** 16 hex digits: one local database of the machine. */
  readonly incarnation: string;
  readonly publicKey: string;
  readonly privateKey: string;
}
