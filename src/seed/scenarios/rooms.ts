import { limitChoice, readMeasure, OFFICE } from './facility.ts'
import type { Facility } from './facility.ts'

const EVENINGS = { slot: '02:00:00', opens: '09:00', closes: '21:00', days: '23456' }

/** Kinds of facilities in which people meet. */
export const rooms: readonly Facility[] = [
  {
    key: 'meeting-lab',
    category: 'Consultancy',
    names: ['Meeting lab, 12 seats', 'Seminar room with two cameras', 'Usability lab'],
    about: [
      'A bright room with two walls to write on.',
      'A room that records what is said, if you want it.',
    ],
    features: ['A camera that follows who speaks', 'A door to the roof garden'],
    measures: [
      readMeasure('room_hours Room hours: hours, usage, 12-24'),
      readMeasure('catering Catering: persons, limit, 7-13', limitChoice('total', [0, 12, 0])),
    ],
    units: ['hour', 'day'],
    hours: OFFICE,
    roles: ['Host'],
    options: {
      seating: { type: 'select_string', label: 'Seating', choices: ['table', 'circle', 'rows'] },
      start: { type: 'time', label: 'Coffee at' },
    },
  },
  {
    key: 'visualisation-wall',
    category: 'Consultancy',
    names: ['Data visualisation wall, 8K', 'Immersive dome, 20 seats'],
    about: ['Data as large as a house wall, and somebody who makes them move.'],
    features: ['Thirty million pixels', 'Sound from every side'],
    measures: [
      readMeasure('wall_hours Wall hours: hours, usage, 18-45'),
      readMeasure('technician Technician: hours, usage, 35-60'),
    ],
    units: ['hour'],
    hours: EVENINGS,
    roles: ['Presenter'],
  },
  {
    key: 'consultancy',
    category: 'Consultancy',
    names: ['Research software consultancy', 'Data management advice', 'Statistics clinic'],
    about: ['An engineer beside you for as long as it takes.'],
    features: ['First talk is free', 'Code stays yours', 'Reports in two languages'],
    measures: [
      readMeasure('expert_hours Expert hours: hours, usage, 45-95'),
      readMeasure('retainer Retainer: month, fixed, 200-500'),
      readMeasure('workshop Workshop: workshop, one, 300-900'),
    ],
    units: ['hour', 'month'],
    hours: OFFICE,
    roles: ['Client', 'Consultant'],
  },
]
