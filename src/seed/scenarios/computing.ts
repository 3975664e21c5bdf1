import { ALWAYS, limitChoice, readMeasure, OFFICE } from './facility.ts'
import type { Facility } from './facility.ts'

const ACCOUNT = {
  type: 'string',
  label: 'Project account',
  help_text: 'Lower-case letters and digits',
}

/** Kinds of facilities that compute and keep data. */
export const computing: readonly Facility[] = [
  {
    key: 'hpc-partition',
    category: 'HPC',
    names: [
      'HPC partition, 64 nodes',
      'Dedicated cluster partition, 32 nodes',
      'Capability partition, 512 nodes',
    ],
    about: [
      'Nodes for your jobs alone, for a day or for a month.',
      'A slice of the cluster that nobody else is scheduled on.',
    ],
    features: [
      '128 cores and 512 GB of memory in each node',
      'Two links of 200 Gbit/s to every switch',
      'Scratch of 40 GB/s while the booking runs',
    ],
    measures: [
      readMeasure('node_hours Node hours: node-hours, usage, 0.6-1.4'),
      readMeasure('reservation_fee Reservation fee: booking, one, 150-400'),
      readMeasure('support Support package: month, fixed, 20-60'),
    ],
    units: ['day', 'month'],
    hours: ALWAYS,
    roles: ['Cluster user', 'Account manager'],
    attributes: {
      hpc_system_hpc_queuing_system: 'SLURM',
      hpc_system_hpc_linux_distro: 'Rocky Linux 9',
      hpc_system_hpc_node_count: 64,
    },
    options: { account: ACCOUNT },
  },
  {
    key: 'gpu-node',
    category: 'HPC',
    names: ['GPU node reservation 8×H100', 'GPU node 4×A100', 'Inference node 8×L40S'],
    about: [
      'A whole accelerated node for training and inference.',
      'Eight accelerators that are yours while you book them.',
    ],
    features: [
      'All accelerators joined by one switch',
      'Containers from any registry',
      'Local NVMe that is wiped after each booking',
    ],
    measures: [
      readMeasure('gpu_hours GPU hours: GPU-hours, usage, 1.6-3.2', {
        limit_amount: 6000,
        limit_period: 'month',
      }),
      readMeasure(
        'nvme Local NVMe: GB, limit, 0.01-0.03',
        limitChoice('month', [100, 30_000, 1000]),
      ),
    ],
    units: ['hour', 'month'],
    hours: ALWAYS,
    roles: ['Trainer', 'Cluster user'],
    attributes: { hpc_system_hpc_gpu: '8 × 80 GB', hpc_system_hpc_cpu: '2 × 48 cores' },
    options: {
      account: ACCOUNT,
      purpose: {
        type: 'select_string',
        label: 'Purpose',
        required: true,
        choices: ['training', 'inference', 'course'],
      },
    },
  },
  {
    key: 'large-memory',
    category: 'HPC',
    names: ['Large-memory node 6 TB', 'Fat node 12 TB'],
    about: ['One node with memory for assemblies and graphs that fit nowhere else.'],
    features: ['Four sockets, 192 cores', 'Whole node, no neighbours'],
    measures: [
      readMeasure('node_hours Node hours: hours, usage, 3.2-6.5'),
      readMeasure(
        'license Software licence seat: seat, limit, 40-90',
        limitChoice('quarterly', [0, 25, 1]),
      ),
    ],
    units: ['quarter', 'month'],
    hours: ALWAYS,
    roles: ['Cluster user'],
    attributes: { hpc_system_hpc_memory: '6 TB' },
  },
  {
    key: 'quantum',
    category: 'HPC',
    names: ['Quantum simulator slots, 40 qubits', 'Superconducting processor, 20 qubits'],
    about: ['Circuits run in slots of an hour, with or without noise.'],
    features: ['Queue-free slots', 'Results as JSON and as density matrices'],
    measures: [
      readMeasure('shots Shots: 1000 shots, usage, 0.2-0.6', { unit_factor: 1000 }),
      readMeasure('slot Reserved slot: hour, fixed, 120-260'),
    ],
    units: ['hour'],
    hours: OFFICE,
    roles: ['Experimenter'],
    attributes: { hpc_system_hpc_applications: 'Variational algorithms, error mitigation' },
  },
  {
    key: 'render-farm',
    category: 'HPC',
    names: ['Render farm weekend window', 'Night-time render queue'],
    about: ['Cores for pictures when the laboratories sleep.'],
    features: ['Common renderers are installed', 'Scratch that is kept for a week'],
    measures: [
      readMeasure('core_hours Core hours: core-hours, usage, 0.01-0.05'),
      readMeasure('storage Scratch: TB, limit, 8-16', limitChoice('month', [1, 200, 5])),
    ],
    units: ['half_month', 'month'],
    hours: { slot: '08:00:00', opens: '00:00', closes: '24:00', days: '560' },
    roles: ['Artist', 'Wrangler'],
  },
  {
    key: 'storage',
    category: 'Storage',
    names: ['Project storage, warm', 'Object store', 'Cold archive on tape'],
    about: [
      'A place for data that several groups work on.',
      'Copies in two rooms, checked every month.',
    ],
    features: ['S3 and NFS', 'Snapshots for thirty days', 'Checksums on every read'],
    measures: [
      readMeasure('storage Storage: TB, limit, 3-9', limitChoice('annual', [1, 5000, 10])),
      readMeasure('transfer Data transfer out: GB, usage, 0.002-0.01'),
      readMeasure('migration Move from elsewhere: move, few, 80-200'),
    ],
    units: ['month', 'quarter'],
    hours: ALWAYS,
    roles: ['Data steward', 'Reader'],
  },
]
