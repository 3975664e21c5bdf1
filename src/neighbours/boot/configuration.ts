import type { Context, Decision } from '../../pipeline/decisions.ts'
import { replyWith } from '../listing.ts'

/** The settings of the installation, as a front end asks for them before anybody has logged in. */
export const retrieveConfiguration = (context: Context): Decision =>
  replyWith(context, {
    WALDUR_CORE: { ...SITE, MASTERMIND_URL: context.style.origin, HOMEPORT_URL: HOMEPORT },
    WALDUR_AUTH_SOCIAL: {},
    WALDUR_AUTH_SAML2: {
      ENABLE_SINGLE_LOGOUT: false,
      ALLOW_TO_SELECT_IDENTITY_PROVIDER: false,
      IDENTITY_PROVIDER_LABEL: null,
      IDENTITY_PROVIDER_URL: null,
    },
    WALDUR_MARKETPLACE: {
      ENABLE_RESOURCE_END_DATE: true,
      ANONYMOUS_USER_CAN_VIEW_OFFERINGS: true,
    },
    WALDUR_SUPPORT: { ENABLED: false },
    WALDUR_OPENSTACK: {},
    WALDUR_FREEIPA: { ENABLED: false, USERNAME_PREFIX: 'waldur_' },
    LANGUAGES: [
      ['en', 'English'],
      ['et', 'Eesti'],
    ],
    LANGUAGE_CODE: 'en',
    FEATURES: FEATURES,
  })

/** Where the development server of Waldur's front end listens. */
const HOMEPORT = 'http://localhost:8001'

const SITE = {
  SITE_NAME: 'Waldur',
  SITE_DESCRIPTION: '',
  SHORT_PAGE_TITLE: 'Waldur',
  FULL_PAGE_TITLE: 'Waldur | Cloud Service Management',
  CURRENCY_NAME: 'EUR',
  BRAND_COLOR: '#3a8500',
  BRAND_LABEL_COLOR: '#000000',
  SITE_EMAIL: '',
  SITE_PHONE: '',
  DOCS_URL: '',
  HERO_LINK_LABEL: '',
  HERO_LINK_URL: '',
  SUPPORT_PORTAL_URL: '',
  SIDEBAR_STYLE: 'dark',
  DISABLE_DARK_THEME: false,
  LANGUAGE_CHOICES: 'en,et',
  AUTHENTICATION_METHODS: ['LOCAL_SIGNIN'],
  USER_MANDATORY_FIELDS: ['full_name', 'email'],
  USER_REGISTRATION_HIDDEN_FIELDS: [],
  INVITATIONS_ENABLED: true,
  VALIDATE_INVITATION_EMAIL: false,
  NATIVE_NAME_ENABLED: false,
  ONLY_STAFF_MANAGES_SERVICES: false,
  COMPANY_TYPES: [],
  EXTERNAL_LINKS: [],
  DEFAULT_IDP: null,
  OECD_FOS_2007_CODE_MANDATORY: false,
  PROTECT_USER_DETAILS_FOR_REGISTRATION_METHODS: [],
  MARKETPLACE_LANDING_PAGE: 'Marketplace',
  TRANSLATION_DOMAIN: '',
}

/** By section; what is missing is off. */
export const FEATURES = {
  marketplace: { conceal_prices: false },
  project: {},
  customer: {},
  support: {},
  user: { ssh_keys: true },
}
