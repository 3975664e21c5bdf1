import { ALWAYS, limitChoice, LONG_DAY, readMeasure, OFFICE } from './facility.ts'
import type { Facility } from './facility.ts'

const DEVICE = 'measurement_devices_properties_measurement_devices_'
const device = (type: string, more: Readonly<Record<string, unknown>> = {}) => ({
  [`${DEVICE}type`]: `${DEVICE}type_${type}`,
  ...more,
})

/** Kinds of facilities that measure and make. */
export const laboratories: readonly Facility[] = [
  {
    key: 'electron-microscope',
    category: 'Measurement systems',
    names: ['Cryo-TEM 300 kV', 'Scanning electron microscope with FIB', 'Analytical TEM 200 kV'],
    about: [
      'Electron microscopy from the screening image to the map.',
      'A column with an autoloader and somebody who knows it.',
    ],
    features: [
      'Energy filter with a 20 eV slit',
      'Direct electron detector',
      'CO<sub>2</sub>-free transfer, 10<sup>−7</sup> Pa',
    ],
    measures: [
      readMeasure('beam_hours Beam hours: hours, usage, 60-110'),
      readMeasure('operator Operator support: hours, usage, 30-55'),
      readMeasure('setup Session setup: session, one, 100-220'),
    ],
    units: ['hour', 'day'],
    hours: LONG_DAY,
    roles: ['Operator', 'Observer'],
    attributes: device('microscopes', { [`${DEVICE}sample_matrix`]: ['frozen grids', 'lamellae'] }),
    options: {
      sample_type: {
        type: 'select_string',
        label: 'Sample type',
        required: true,
        choices: ['protein', 'polymer', 'other'],
      },
      dewar: { type: 'boolean', label: 'Bring own dewar', required: false },
    },
  },
  {
    key: 'light-microscope',
    category: 'Measurement systems',
    names: ['Confocal microscope', 'Light-sheet microscope', 'Super-resolution microscope STED'],
    about: [
      'Living cells at 37 °C, in colour and in time.',
      'Optical sections of what is thicker than it looks.',
    ],
    features: ['Four lasers', 'A chamber with CO<sub>2</sub>', 'Analysis workstation next door'],
    measures: [
      readMeasure('scope_hours Microscope hours: hours, usage, 18-40'),
      readMeasure('training Introductory training: person, one, 80-160'),
    ],
    units: ['hour'],
    hours: OFFICE,
    roles: ['Trained user'],
    attributes: device('microscopes', { [`${DEVICE}principle`]: ['laser scanning'] }),
  },
  {
    key: 'nmr',
    category: 'Measurement systems',
    names: ['NMR spectrometer 700 MHz', 'Solid-state NMR 500 MHz'],
    about: ['Spectra overnight, sent to you in the morning.'],
    features: ['Cryogenic probe', 'Sample changer with 24 places'],
    measures: [
      readMeasure('instrument_hours Instrument hours: hours, usage, 15-32', {
        limit_amount: 500,
        limit_period: 'month',
      }),
      readMeasure('helium Helium surcharge: day, fixed, 12-24'),
    ],
    units: ['day', 'hour'],
    hours: { slot: '08:00:00', opens: '00:00', closes: '24:00', days: '0123456' },
    roles: ['Spectroscopist'],
    attributes: device('spectrometers'),
  },
  {
    key: 'mass-spectrometer',
    category: 'Measurement systems',
    names: ['Orbital-trap mass spectrometer', 'Mass spectrometer with chromatograph'],
    about: ['Peptides, metabolites and what else has a mass.'],
    features: ['Sub-ppm accuracy', 'Method development with you'],
    measures: [
      readMeasure('runs Runs: run, usage, 22-48'),
      readMeasure('columns Columns: column, limit, 150-320', limitChoice('total', [0, 12, 1])),
      readMeasure('method Method development: method, one, 250-600'),
    ],
    units: ['quantity', 'hour'],
    hours: OFFICE,
    roles: ['Analyst'],
    attributes: device('spectrometers', { [`${DEVICE}sample_matrix`]: ['solutions', 'tissue'] }),
  },
  {
    key: 'clean-room',
    category: 'Measurement systems',
    names: ['Clean room bay, ISO 6', 'Lithography bay, ISO 5'],
    about: ['A bay for lithography and wet benches, by the day.'],
    features: [
      'Mask aligner and spin coater',
      'Laminar flow at 0.45 m/s',
      'Gowning from the head down',
    ],
    measures: [
      readMeasure('bay_days Bay days: days, usage, 280-520'),
      readMeasure('gowning Gowning: person-day, limit, 8-16', limitChoice('month', [1, 60, 5])),
      readMeasure('access_card Access card: card, one, 15-35'),
    ],
    units: ['quantity', 'day'],
    hours: { slot: '24:00:00', opens: '08:00', closes: '18:00', days: '12345' },
    roles: ['Gowned user', 'Safety officer'],
    attributes: device('fabrication'),
  },
  {
    key: 'field-station',
    category: 'Measurement systems',
    names: ['Mobile air-quality station', 'Weather mast, 10 m'],
    about: ['A trailer that measures where you park it.'],
    features: ['Nine days on its batteries', 'Data every minute'],
    measures: [
      readMeasure('deployment_days Deployment days: days, usage, 45-90'),
      readMeasure('transport Transport: km, usage, 0.6-1.2'),
      readMeasure('calibration Calibration: service, few, 120-240'),
    ],
    units: ['month', 'day'],
    hours: ALWAYS,
    roles: ['Field technician'],
    attributes: device('air_monitors'),
  },
]
