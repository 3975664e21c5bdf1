import type { Count, Name, Uuid } from './scalars.ts'

/** Software that a cluster has */
export interface SoftwareCatalog {
  readonly uuid: Uuid
  readonly catalog: {
    readonly uuid: Uuid
    readonly name: Name
    /** @default "" */
    readonly version: string
    /** @default "" */
    readonly description: string
  }
  /** @default [] */
  readonly enabled_cpu_family: readonly string[]
  /** @default [] */
  readonly enabled_cpu_microarchitectures: readonly string[]
  /** @default 0 */
  readonly package_count: Count
  /** @default null */
  readonly partition: {
    readonly uuid: Uuid
    /**
     * @minLength 1
     * @maxLength 255
     */
    readonly partition_name: string
    /** @default null */
    readonly priority_tier: Tier | null
    /**
     * @maxLength 255
     * @default ""
     */
    readonly qos: string
  } | null
}

/**
 * @asType integer
 * @minimum 0
 * @maximum 32767
 */
export type Tier = number

/**
 * @asType integer
 * @minimum 0
 * @maximum 9007199254740991
 */
export type Megabytes = number

/** A partition of a SLURM cluster */
export interface Partition {
  readonly uuid: Uuid
  /**
   * @minLength 1
   * @maxLength 255
   */
  readonly partition_name: string
  /** @default null */
  readonly cpu_bind: Count | null
  /** @default null */
  readonly def_cpu_per_gpu: Count | null
  /** @default null */
  readonly max_cpus_per_node: Count | null
  /** @default null */
  readonly max_cpus_per_socket: Count | null
  /** @default null */
  readonly def_mem_per_cpu: Megabytes | null
  /** @default null */
  readonly def_mem_per_gpu: Megabytes | null
  /** @default null */
  readonly def_mem_per_node: Megabytes | null
  /** @default null */
  readonly max_mem_per_cpu: Megabytes | null
  /** @default null */
  readonly max_mem_per_node: Megabytes | null
  /**
   * Minutes
   * @default null
   */
  readonly default_time: Count | null
  /**
   * Minutes
   * @default null
   */
  readonly max_time: Count | null
  /**
   * Seconds
   * @default null
   */
  readonly grace_time: Count | null
  /** @default null */
  readonly max_nodes: Count | null
  /** @default null */
  readonly min_nodes: Count | null
  /** @default false */
  readonly exclusive_topo: boolean
  /** @default false */
  readonly exclusive_user: boolean
  /** @default null */
  readonly priority_tier: Tier | null
  /**
   * @maxLength 255
   * @default ""
   */
  readonly qos: string
  /** @default false */
  readonly req_resv: boolean
}
