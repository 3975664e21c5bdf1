// Generated from openapi.yaml by `npm run generate`. Do not edit.
export interface paths {
    "/api/marketplace-plans/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List Marketplace Plans */
        get: operations["marketplace_plans_list"];
        put?: never;
        /** Create */
        post: operations["marketplace_plans_create"];
        delete?: never;
        options?: never;
        /** Count Marketplace Plans */
        head: operations["marketplace_plans_count"];
        patch?: never;
        trace?: never;
    };
    "/api/marketplace-plans/{uuid}/": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example a1b2c3d4-e5f6-7890-abcd-ef1234567890 */
                uuid: components["parameters"]["Uuid"];
            };
            cookie?: never;
        };
        /** Retrieve */
        get: operations["marketplace_plans_retrieve"];
        /** Update */
        put: operations["marketplace_plans_update"];
        post?: never;
        /** Delete */
        delete: operations["marketplace_plans_destroy"];
        options?: never;
        head?: never;
        /** Partial Update */
        patch: operations["marketplace_plans_partial_update"];
        trace?: never;
    };
    "/api/marketplace-plans/{uuid}/update_discounts/": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example a1b2c3d4-e5f6-7890-abcd-ef1234567890 */
                uuid: components["parameters"]["Uuid"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Update volume discount configuration for plan components
         * @description Update volume discount configuration for plan components.
         *
         *     This endpoint allows updating discount thresholds and rates for multiple plan components in a single request. Discounts are applied automatically when limit quantities meet or exceed the threshold.
         *
         *     The discount configuration affects future billing: - Creates separate invoice items showing the discount - Can be enabled or disabled per component
         */
        post: operations["marketplace_plans_update_discounts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/marketplace-plans/{uuid}/update_organization_groups/": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example a1b2c3d4-e5f6-7890-abcd-ef1234567890 */
                uuid: components["parameters"]["Uuid"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Update organization groups */
        post: operations["marketplace_plans_update_organization_groups"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/marketplace-plans/{uuid}/update_prices/": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example a1b2c3d4-e5f6-7890-abcd-ef1234567890 */
                uuid: components["parameters"]["Uuid"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Update prices */
        post: operations["marketplace_plans_update_prices"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/marketplace-plans/{uuid}/update_quotas/": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example a1b2c3d4-e5f6-7890-abcd-ef1234567890 */
                uuid: components["parameters"]["Uuid"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Update quotas */
        post: operations["marketplace_plans_update_quotas"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/marketplace-plans/usage_stats/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Usage stats */
        get: operations["marketplace_plans_usage_stats_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        /** Count usage stats */
        head: operations["marketplace_plans_usage_stats_count"];
        patch?: never;
        trace?: never;
    };
    "/api/marketplace-plans/{uuid}/archive/": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example a1b2c3d4-e5f6-7890-abcd-ef1234567890 */
                uuid: components["parameters"]["Uuid"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Archive */
        post: operations["marketplace_plans_archive"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/marketplace-plans/{uuid}/delete_organization_groups/": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example a1b2c3d4-e5f6-7890-abcd-ef1234567890 */
                uuid: components["parameters"]["Uuid"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Delete organization groups */
        post: operations["marketplace_plans_delete_organization_groups"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/booking-offerings/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List Booking Offerings */
        get: operations["booking_offerings_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        /** Count Booking Offerings */
        head: operations["booking_offerings_count"];
        patch?: never;
        trace?: never;
    };
    "/api/booking-offerings/{uuid}/": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example a1b2c3d4-e5f6-7890-abcd-ef1234567890 */
                uuid: components["parameters"]["Uuid"];
            };
            cookie?: never;
        };
        /** Retrieve */
        get: operations["booking_offerings_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/booking-offerings/{uuid}/google_calendar_sync/": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example a1b2c3d4-e5f6-7890-abcd-ef1234567890 */
                uuid: components["parameters"]["Uuid"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Google calendar sync */
        post: operations["booking_offerings_google_calendar_sync"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/booking-offerings/{uuid}/share_google_calendar/": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example a1b2c3d4-e5f6-7890-abcd-ef1234567890 */
                uuid: components["parameters"]["Uuid"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Share google calendar */
        post: operations["booking_offerings_share_google_calendar"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/booking-offerings/{uuid}/unshare_google_calendar/": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example a1b2c3d4-e5f6-7890-abcd-ef1234567890 */
                uuid: components["parameters"]["Uuid"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Unshare google calendar */
        post: operations["booking_offerings_unshare_google_calendar"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        PlanTerms: {
            /** Format: uri */
            readonly url: string;
            /** Format: uuid */
            readonly uuid: string;
            name: components["schemas"]["PlanName"];
            description: string;
            article_code: components["schemas"]["ArticleCode"];
            max_amount: components["schemas"]["MaxAmount"];
            /** @description Forbids creation of new resources. */
            archived: boolean;
            readonly is_active: boolean;
            /** Format: decimal */
            unit_price: string;
            unit: components["schemas"]["BillingUnit"];
            /** Format: double */
            readonly init_price: number;
            /** Format: double */
            readonly switch_price: number;
            backend_id: components["schemas"]["BackendId"];
            readonly organization_groups: components["schemas"]["OrganizationGroup"][];
            readonly components: components["schemas"]["NestedPlanComponent"][];
        };
        PlanFigures: {
            readonly prices: {
                [key: string]: number | string;
            };
            readonly future_prices: {
                [key: string]: number | string | null;
            };
            readonly quotas: components["schemas"]["PlanQuotas"];
            readonly resources_count: number;
            /** @enum {string|null} */
            readonly plan_type?: "usage-based" | "fixed" | "one-time" | "on-plan-switch" | "limit" | "mixed" | null;
            /** Format: double */
            readonly minimal_price?: number;
        };
        ProviderPlanDetails: components["schemas"]["PlanTerms"] & {
            offering: components["schemas"]["OfferingLink"];
        } & components["schemas"]["PlanFigures"];
        BasePublicPlan: components["schemas"]["PlanTerms"] & components["schemas"]["PlanFigures"];
        PlanName: string;
        ArticleCode: string;
        /** @description Maximum number of plans that could be active. Plan is disabled when maximum amount is reached. */
        MaxAmount: number | null;
        /** @enum {string} */
        BillingUnit: "month" | "quarter" | "half_month" | "day" | "hour" | "quantity";
        /** Format: decimal */
        UnitPrice: string;
        BackendId: string;
        PlanQuotas: {
            [key: string]: number;
        };
        /** Format: uri */
        OfferingLink: string;
        ProviderPlanDetailsRequest: {
            name: components["schemas"]["PlanName"];
            description?: string;
            article_code?: components["schemas"]["ArticleCode"];
            max_amount?: components["schemas"]["MaxAmount"];
            /** @description Forbids creation of new resources. */
            archived?: boolean;
            unit_price?: components["schemas"]["UnitPrice"];
            unit?: components["schemas"]["BillingUnit"];
            backend_id?: components["schemas"]["BackendId"];
            offering: components["schemas"]["OfferingLink"];
        };
        PatchedProviderPlanDetailsRequest: {
            name?: components["schemas"]["PlanName"];
            description?: string;
            article_code?: components["schemas"]["ArticleCode"];
            max_amount?: components["schemas"]["MaxAmount"];
            /** @description Forbids creation of new resources. */
            archived?: boolean;
            unit_price?: components["schemas"]["UnitPrice"];
            unit?: components["schemas"]["BillingUnit"];
            backend_id?: components["schemas"]["BackendId"];
        };
        DiscountsUpdateRequest: {
            /** @description Dictionary mapping component types to their discount configuration. */
            discounts: {
                [key: string]: components["schemas"]["DiscountConfigRequest"];
            };
        };
        DiscountConfigRequest: {
            discount_threshold?: components["schemas"]["DiscountThreshold"];
            discount_rate?: components["schemas"]["DiscountRate"];
        };
        OrganizationGroupsRequest: {
            organization_groups?: string[];
        };
        PricesUpdateRequest: {
            prices: {
                [key: string]: string | number;
            };
        };
        QuotasUpdateRequest: {
            quotas: components["schemas"]["PlanQuotas"];
        };
        OrganizationGroup: {
            /** Format: uuid */
            uuid: string;
            /** Format: uri */
            url: string;
            name: string;
            /** Format: uuid */
            parent_uuid?: string;
            parent_name?: string;
            /** Format: uri */
            parent: string | null;
            customers_count?: number;
        };
        NestedPlanComponent: {
            type: components["schemas"]["ComponentType"];
            name: components["schemas"]["ComponentName"];
            measured_unit: components["schemas"]["MeasuredUnit"];
            amount: number;
            /** Format: decimal */
            price: string;
            /** Format: decimal */
            future_price: string | null;
            discount_threshold: components["schemas"]["DiscountThreshold"];
            discount_rate: components["schemas"]["DiscountRate"];
        };
        /** @description Unique internal name of the measured unit, for example floating_ip. */
        ComponentType: string;
        /** @description Display name for the measured unit, for example, Floating IP. */
        ComponentName: string;
        /** @description Unit of measurement, for example, GB. */
        MeasuredUnit: string;
        /** @enum {string} */
        BillingTypeEnum: "fixed" | "usage" | "limit" | "one" | "few";
        /** @description Minimum amount to be eligible for discount. */
        DiscountThreshold: number | null;
        /** @description Discount rate in percentage. */
        DiscountRate: number | null;
        PlanUsageResponse: {
            /** Format: uuid */
            readonly plan_uuid: string;
            readonly plan_name: string;
            readonly limit: number | null;
            readonly usage: number;
            readonly remaining: number | null;
            /** Format: uuid */
            readonly offering_uuid: string;
            readonly offering_name: string;
            /** Format: uuid */
            readonly customer_provider_uuid: string;
            readonly customer_provider_name: string;
        };
        Offering: {
            /** Format: uri */
            readonly url?: string;
            /** Format: uuid */
            readonly uuid?: string;
            /** Format: date-time */
            readonly created?: string;
            readonly name?: string;
            readonly slug?: string;
            readonly description?: string;
            readonly full_description?: string;
            /** Format: uri */
            readonly privacy_policy_link?: string;
            /**
             * Format: uri
             * @description Publicly accessible offering access URL
             */
            readonly access_url?: string;
            readonly endpoints?: components["schemas"]["NestedEndpoint"][];
            readonly software_catalogs?: components["schemas"]["NestedSoftwareCatalog"][];
            readonly partitions?: components["schemas"]["NestedPartition"][];
            readonly roles?: components["schemas"]["NestedRole"][];
            /** Format: uri */
            readonly customer?: string | null;
            /** Format: uuid */
            readonly customer_uuid?: string | null;
            readonly customer_name?: string | null;
            /** Format: uri */
            readonly project?: string | null;
            /** Format: uuid */
            readonly project_uuid?: string | null;
            readonly project_name?: string | null;
            /** Format: uri */
            readonly category?: string;
            /** Format: uuid */
            readonly category_uuid?: string;
            readonly category_title?: string;
            readonly attributes?: {
                schedules: components["schemas"]["ScheduleWindow"][];
            } & {
                [key: string]: unknown;
            };
            readonly options?: components["schemas"]["OfferingOptions"];
            readonly resource_options?: components["schemas"]["OfferingOptions"];
            readonly components?: components["schemas"]["OfferingComponent"][];
            readonly plugin_options?: {
                [key: string]: unknown;
            };
            readonly state?: components["schemas"]["OfferingState"];
            readonly vendor_details?: string;
            readonly getting_started?: string;
            readonly integration_guide?: string;
            /** Format: uri */
            readonly thumbnail?: string | null;
            readonly order_count?: number;
            readonly plans?: components["schemas"]["BasePublicPlan"][];
            readonly screenshots?: components["schemas"]["NestedScreenshot"][];
            /** @constant */
            readonly type?: "Marketplace.Booking";
            /** @description Accessible to all customers. */
            readonly shared?: boolean;
            /** @description Purchase and usage is invoiced. */
            readonly billable?: boolean;
            readonly scope?: string | null;
            /** Format: uuid */
            readonly scope_uuid?: string | null;
            /** Format: uuid */
            readonly scope_name?: string | null;
            readonly scope_state?: components["schemas"]["CoreStates"];
            readonly scope_error_message?: string | null;
            readonly files?: components["schemas"]["NestedOfferingFile"][];
            readonly quotas?: components["schemas"]["Quota"][];
            readonly paused_reason?: string;
            readonly datacite_doi?: string;
            /** @description Number of citations of a DOI */
            readonly citation_count?: number;
            /** Format: double */
            readonly latitude?: number | null;
            /** Format: double */
            readonly longitude?: number | null;
            readonly country?: string;
            readonly backend_id?: components["schemas"]["BackendId"];
            readonly organization_groups?: components["schemas"]["OrganizationGroup"][];
            /** Format: uri */
            readonly image?: string | null;
            readonly total_customers?: number | null;
            readonly total_cost?: number | null;
            readonly total_cost_estimated?: number | null;
            readonly parent_description?: string | null;
            /** Format: uuid */
            readonly parent_uuid?: string | null;
            readonly parent_name?: string | null;
            readonly backend_metadata?: {
                [key: string]: unknown;
            };
            readonly has_compliance_requirements?: boolean;
            /** Format: uri */
            readonly compliance_checklist?: string | null;
            readonly user_has_consent?: boolean;
            readonly googlecalendar?: components["schemas"]["GoogleCalendar"];
        };
        /** @enum {string} */
        OfferingState: "Draft" | "Active" | "Paused" | "Archived" | "Unavailable";
        /** @enum {string|null} */
        CoreStates: "CREATION_SCHEDULED" | "CREATING" | "UPDATE_SCHEDULED" | "UPDATING" | "DELETION_SCHEDULED" | "DELETING" | "OK" | "ERRED" | null;
        NestedEndpoint: {
            /** Format: uuid */
            uuid: string;
            name: string;
            url: string;
        };
        NestedSoftwareCatalog: {
            /** Format: uuid */
            uuid: string;
            catalog: components["schemas"]["NestedSoftwareCatalogCatalog"];
            /** @description List of enabled CPU families: ['x86_64', 'aarch64'] */
            enabled_cpu_family: string[];
            /** @description List of enabled CPU microarchitectures: ['generic', 'zen3'] */
            enabled_cpu_microarchitectures: string[];
            package_count: number;
            partition: components["schemas"]["NestedSoftwareCatalogPartition"];
        };
        NestedSoftwareCatalogCatalog: {
            uuid: string;
            name: string;
            version: string;
            description: string;
        };
        NestedSoftwareCatalogPartition: {
            uuid: string;
            partition_name: string;
            priority_tier: number | null;
            qos: string;
        } | null;
        NestedPartition: {
            /** Format: uuid */
            uuid: string;
            /** @description Name of the SLURM partition */
            partition_name: string;
            /** @description Default task binding policy (SLURM cpu_bind) */
            cpu_bind: number | null;
            /** @description Default CPUs allocated per GPU */
            def_cpu_per_gpu: number | null;
            /** @description Maximum allocated CPUs per node */
            max_cpus_per_node: number | null;
            /** @description Maximum allocated CPUs per socket */
            max_cpus_per_socket: number | null;
            /**
             * Format: int64
             * @description Default memory per CPU in MB
             */
            def_mem_per_cpu: number | null;
            /**
             * Format: int64
             * @description Default memory per GPU in MB
             */
            def_mem_per_gpu: number | null;
            /**
             * Format: int64
             * @description Default memory per node in MB
             */
            def_mem_per_node: number | null;
            /**
             * Format: int64
             * @description Maximum memory per CPU in MB
             */
            max_mem_per_cpu: number | null;
            /**
             * Format: int64
             * @description Maximum memory per node in MB
             */
            max_mem_per_node: number | null;
            /** @description Default time limit in minutes */
            default_time: number | null;
            /** @description Maximum time limit in minutes */
            max_time: number | null;
            /** @description Preemption grace time in seconds */
            grace_time: number | null;
            /** @description Maximum nodes per job */
            max_nodes: number | null;
            /** @description Minimum nodes per job */
            min_nodes: number | null;
            /** @description Exclusive topology access required */
            exclusive_topo: boolean;
            /** @description Exclusive user access required */
            exclusive_user: boolean;
            /** @description Priority tier for scheduling and preemption */
            priority_tier: number | null;
            /** @description Quality of Service (QOS) name */
            qos: string;
            /** @description Require reservation for job allocation */
            req_resv: boolean;
        };
        NestedRole: {
            /** Format: uuid */
            uuid: string;
            name: string;
            /** Format: uri */
            url: string;
        };
        OfferingComponent: {
            /** Format: uuid */
            uuid: string;
            billing_type: components["schemas"]["BillingTypeEnum"];
            type: components["schemas"]["ComponentType"];
            name: components["schemas"]["ComponentName"];
            description: string;
            measured_unit: components["schemas"]["MeasuredUnit"];
            /** @description The conversion factor from backend units to measured_unit */
            unit_factor: number;
            limit_period: components["schemas"]["LimitPeriodEnum"];
            limit_amount: number | null;
            article_code: components["schemas"]["ArticleCode"];
            max_value: number | null;
            min_value: number | null;
            max_available_limit: number | null;
            is_boolean: boolean;
            default_limit: number | null;
            factor: number | null;
            is_builtin: boolean;
            is_prepaid: boolean;
            /** Format: uuid */
            overage_component: string | null;
            min_prepaid_duration: number | null;
            max_prepaid_duration: number | null;
        };
        /** @enum {string|null} */
        LimitPeriodEnum: "month" | "quarterly" | "annual" | "total" | "" | null;
        NestedScreenshot: {
            name: string;
            /** Format: uuid */
            uuid: string;
            description: string;
            /** Format: uri */
            image: string;
            /** Format: uri */
            thumbnail: string | null;
            /** Format: date-time */
            created: string;
        };
        NestedOfferingFile: {
            name: string;
            /** Format: date-time */
            created: string;
            /** Format: uri */
            file: string;
        };
        Quota: {
            name: string;
            usage: number;
            limit: number;
        };
        OfferingOptions: {
            order?: string[];
            options?: {
                [key: string]: {
                    type: string;
                    label: string;
                } & {
                    [key: string]: unknown;
                };
            };
        } & {
            [key: string]: unknown;
        };
        ScheduleWindow: {
            id?: string;
            /** Format: date-time */
            start: string;
            /** Format: date-time */
            end: string;
            title?: string;
            allDay?: boolean;
            extendedProps?: {
                [key: string]: unknown;
            };
        } & {
            [key: string]: unknown;
        };
        GoogleCalendar: {
            backend_id: string | null;
            public: boolean;
            http_link: string | null;
        } | null;
        Detail: {
            detail: string;
        };
        Messages: string[];
        FieldErrors: {
            [key: string]: components["schemas"]["Messages"] | components["schemas"]["FieldErrors"];
        };
    };
    responses: {
        /** @description The plan. */
        Plan: {
            headers: {
                Allow: components["headers"]["Allow"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ProviderPlanDetails"];
            };
        };
        /** @description Done, and nothing to say. */
        Done: {
            headers: {
                Allow: components["headers"]["Allow"];
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description The headers of the list without its body. */
        Count: {
            headers: {
                "X-Result-Count": components["headers"]["ResultCount"];
                Link: components["headers"]["Link"];
                Allow: components["headers"]["Allow"];
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description A filter has a value that it cannot have. */
        InvalidQuery: {
            headers: {
                Allow: components["headers"]["Allow"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["FieldErrors"];
            };
        };
        /** @description The body cannot be read, a field is wrong, or the state of the plan forbids the change. */
        InvalidBody: {
            headers: {
                Allow: components["headers"]["Allow"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["FieldErrors"] | components["schemas"]["Messages"] | components["schemas"]["Detail"];
            };
        };
        /** @description The state of the object forbids the action. */
        Refused: {
            headers: {
                Allow: components["headers"]["Allow"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Messages"];
            };
        };
        /** @description The token is missing, unknown, expired, or belongs to an inactive user. */
        Unauthenticated: {
            headers: {
                "WWW-Authenticate": components["headers"]["Authenticate"];
                Allow: components["headers"]["Allow"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Detail"];
            };
        };
        /** @description The user may see this but not do it. */
        Denied: {
            headers: {
                Allow: components["headers"]["Allow"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Detail"];
            };
        };
        /** @description No such object for this user, or no such page of a list. An unknown address answers HTML. */
        NotFound: {
            headers: {
                Allow: components["headers"]["Allow"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Detail"];
                "text/html": string;
            };
        };
        /** @description The address does not know this method. Servers before 7.9 cannot delete plans. */
        MethodNotAllowed: {
            headers: {
                Allow: components["headers"]["Allow"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Detail"];
            };
        };
        /** @description The client does not accept JSON. */
        NotAcceptable: {
            headers: {
                Allow: components["headers"]["Allow"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Detail"];
            };
        };
        /** @description The body is of a type that the server does not read. */
        UnsupportedMediaType: {
            headers: {
                Allow: components["headers"]["Allow"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Detail"];
            };
        };
    };
    parameters: {
        /** @example a1b2c3d4-e5f6-7890-abcd-ef1234567890 */
        Uuid: string;
        Offering: string;
        /** @description Multiple values may be separated by commas. */
        OfferingSlug: string[];
        OfferingUuid: string;
        ParentOfferingUuid: string;
        CustomerProviderUuid: string;
        Order: "usage" | "limit" | "remaining" | "-usage" | "-limit" | "-remaining";
        /** @description A page number within the paginated result set. */
        Page: number;
        /** @description Number of results to return per page. */
        PageSize: number;
        Field: string[];
    };
    requestBodies: never;
    headers: {
        /** @description Number of all objects that match, on whatever page. */
        ResultCount: number;
        /**
         * @description The first, previous, next and last page, as far as they exist.
         * @example <https://api.example.com/api/marketplace-plans/>; rel="first", <https://api.example.com/api/marketplace-plans/?page=2>; rel="next", <https://api.example.com/api/marketplace-plans/?page=3>; rel="last"
         */
        Link: string;
        /**
         * @description The methods of this address.
         * @example GET, POST, HEAD, OPTIONS
         */
        Allow: string;
        /**
         * @description The address of the new plan.
         * @example https://api.example.com/api/marketplace-plans/a1b2c3d4-e5f6-7890-abcd-ef1234567890/
         */
        Location: string;
        /** @description The scheme that is missing. */
        Authenticate: "Token";
    };
    pathItems: never;
}
export type PlanTerms = components['schemas']['PlanTerms'];
export type PlanFigures = components['schemas']['PlanFigures'];
export type ProviderPlanDetails = components['schemas']['ProviderPlanDetails'];
export type BasePublicPlan = components['schemas']['BasePublicPlan'];
export type PlanName = components['schemas']['PlanName'];
export type ArticleCode = components['schemas']['ArticleCode'];
export type MaxAmount = components['schemas']['MaxAmount'];
export type BillingUnit = components['schemas']['BillingUnit'];
export type UnitPrice = components['schemas']['UnitPrice'];
export type BackendId = components['schemas']['BackendId'];
export type PlanQuotas = components['schemas']['PlanQuotas'];
export type OfferingLink = components['schemas']['OfferingLink'];
export type ProviderPlanDetailsRequest = components['schemas']['ProviderPlanDetailsRequest'];
export type PatchedProviderPlanDetailsRequest = components['schemas']['PatchedProviderPlanDetailsRequest'];
export type DiscountsUpdateRequest = components['schemas']['DiscountsUpdateRequest'];
export type DiscountConfigRequest = components['schemas']['DiscountConfigRequest'];
export type OrganizationGroupsRequest = components['schemas']['OrganizationGroupsRequest'];
export type PricesUpdateRequest = components['schemas']['PricesUpdateRequest'];
export type QuotasUpdateRequest = components['schemas']['QuotasUpdateRequest'];
export type OrganizationGroup = components['schemas']['OrganizationGroup'];
export type NestedPlanComponent = components['schemas']['NestedPlanComponent'];
export type ComponentType = components['schemas']['ComponentType'];
export type ComponentName = components['schemas']['ComponentName'];
export type MeasuredUnit = components['schemas']['MeasuredUnit'];
export type BillingTypeEnum = components['schemas']['BillingTypeEnum'];
export type DiscountThreshold = components['schemas']['DiscountThreshold'];
export type DiscountRate = components['schemas']['DiscountRate'];
export type PlanUsageResponse = components['schemas']['PlanUsageResponse'];
export type Offering = components['schemas']['Offering'];
export type OfferingState = components['schemas']['OfferingState'];
export type CoreStates = components['schemas']['CoreStates'];
export type NestedEndpoint = components['schemas']['NestedEndpoint'];
export type NestedSoftwareCatalog = components['schemas']['NestedSoftwareCatalog'];
export type NestedSoftwareCatalogCatalog = components['schemas']['NestedSoftwareCatalogCatalog'];
export type NestedSoftwareCatalogPartition = components['schemas']['NestedSoftwareCatalogPartition'];
export type NestedPartition = components['schemas']['NestedPartition'];
export type NestedRole = components['schemas']['NestedRole'];
export type OfferingComponent = components['schemas']['OfferingComponent'];
export type LimitPeriodEnum = components['schemas']['LimitPeriodEnum'];
export type NestedScreenshot = components['schemas']['NestedScreenshot'];
export type NestedOfferingFile = components['schemas']['NestedOfferingFile'];
export type Quota = components['schemas']['Quota'];
export type OfferingOptions = components['schemas']['OfferingOptions'];
export type ScheduleWindow = components['schemas']['ScheduleWindow'];
export type GoogleCalendar = components['schemas']['GoogleCalendar'];
export type Detail = components['schemas']['Detail'];
export type Messages = components['schemas']['Messages'];
export type FieldErrors = components['schemas']['FieldErrors'];
export type ResponsePlan = components['responses']['Plan'];
export type ResponseDone = components['responses']['Done'];
export type ResponseCount = components['responses']['Count'];
export type ResponseInvalidQuery = components['responses']['InvalidQuery'];
export type ResponseInvalidBody = components['responses']['InvalidBody'];
export type ResponseRefused = components['responses']['Refused'];
export type ResponseUnauthenticated = components['responses']['Unauthenticated'];
export type ResponseDenied = components['responses']['Denied'];
export type ResponseNotFound = components['responses']['NotFound'];
export type ResponseMethodNotAllowed = components['responses']['MethodNotAllowed'];
export type ResponseNotAcceptable = components['responses']['NotAcceptable'];
export type ResponseUnsupportedMediaType = components['responses']['UnsupportedMediaType'];
export type ParameterUuid = components['parameters']['Uuid'];
export type ParameterOffering = components['parameters']['Offering'];
export type ParameterOfferingSlug = components['parameters']['OfferingSlug'];
export type ParameterOfferingUuid = components['parameters']['OfferingUuid'];
export type ParameterParentOfferingUuid = components['parameters']['ParentOfferingUuid'];
export type ParameterCustomerProviderUuid = components['parameters']['CustomerProviderUuid'];
export type ParameterOrder = components['parameters']['Order'];
export type ParameterPage = components['parameters']['Page'];
export type ParameterPageSize = components['parameters']['PageSize'];
export type ParameterField = components['parameters']['Field'];
export type HeaderResultCount = components['headers']['ResultCount'];
export type HeaderLink = components['headers']['Link'];
export type HeaderAllow = components['headers']['Allow'];
export type HeaderLocation = components['headers']['Location'];
export type HeaderAuthenticate = components['headers']['Authenticate'];
export type $defs = Record<string, never>;
export interface operations {
    marketplace_plans_list: {
        parameters: {
            query?: {
                offering?: components["parameters"]["Offering"];
                /** @description Multiple values may be separated by commas. */
                offering_slug?: components["parameters"]["OfferingSlug"];
                offering_uuid?: string;
                /** @description A page number within the paginated result set. */
                page?: components["parameters"]["Page"];
                /** @description Number of results to return per page. */
                page_size?: components["parameters"]["PageSize"];
                parent_offering_uuid?: components["parameters"]["ParentOfferingUuid"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of plans, by name. */
            200: {
                headers: {
                    "X-Result-Count": components["headers"]["ResultCount"];
                    Link: components["headers"]["Link"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderPlanDetails"][];
                };
            };
            400: components["responses"]["InvalidQuery"];
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
        };
    };
    marketplace_plans_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProviderPlanDetailsRequest"];
            };
        };
        responses: {
            /** @description The new plan. Its prices and quotas are zero. */
            201: {
                headers: {
                    Location: components["headers"]["Location"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderPlanDetails"];
                };
            };
            400: components["responses"]["InvalidBody"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            415: components["responses"]["UnsupportedMediaType"];
        };
    };
    marketplace_plans_count: {
        parameters: {
            query?: {
                offering?: components["parameters"]["Offering"];
                /** @description Multiple values may be separated by commas. */
                offering_slug?: components["parameters"]["OfferingSlug"];
                offering_uuid?: string;
                /** @description A page number within the paginated result set. */
                page?: components["parameters"]["Page"];
                /** @description Number of results to return per page. */
                page_size?: components["parameters"]["PageSize"];
                parent_offering_uuid?: components["parameters"]["ParentOfferingUuid"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Count"];
            400: components["responses"]["InvalidQuery"];
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
        };
    };
    marketplace_plans_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example a1b2c3d4-e5f6-7890-abcd-ef1234567890 */
                uuid: components["parameters"]["Uuid"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Plan"];
            400: components["responses"]["InvalidQuery"];
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
        };
    };
    marketplace_plans_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example a1b2c3d4-e5f6-7890-abcd-ef1234567890 */
                uuid: components["parameters"]["Uuid"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProviderPlanDetailsRequest"];
            };
        };
        responses: {
            200: components["responses"]["Plan"];
            400: components["responses"]["InvalidBody"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            415: components["responses"]["UnsupportedMediaType"];
        };
    };
    marketplace_plans_destroy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example a1b2c3d4-e5f6-7890-abcd-ef1234567890 */
                uuid: components["parameters"]["Uuid"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The plan is gone. */
            204: {
                headers: {
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidQuery"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            406: components["responses"]["NotAcceptable"];
        };
    };
    marketplace_plans_partial_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example a1b2c3d4-e5f6-7890-abcd-ef1234567890 */
                uuid: components["parameters"]["Uuid"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PatchedProviderPlanDetailsRequest"];
            };
        };
        responses: {
            200: components["responses"]["Plan"];
            400: components["responses"]["InvalidBody"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            415: components["responses"]["UnsupportedMediaType"];
        };
    };
    marketplace_plans_update_discounts: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example a1b2c3d4-e5f6-7890-abcd-ef1234567890 */
                uuid: components["parameters"]["Uuid"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DiscountsUpdateRequest"];
            };
        };
        responses: {
            200: components["responses"]["Done"];
            400: components["responses"]["InvalidBody"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            415: components["responses"]["UnsupportedMediaType"];
        };
    };
    marketplace_plans_update_organization_groups: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example a1b2c3d4-e5f6-7890-abcd-ef1234567890 */
                uuid: components["parameters"]["Uuid"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["OrganizationGroupsRequest"];
            };
        };
        responses: {
            200: components["responses"]["Done"];
            400: components["responses"]["InvalidBody"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            415: components["responses"]["UnsupportedMediaType"];
        };
    };
    marketplace_plans_update_prices: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example a1b2c3d4-e5f6-7890-abcd-ef1234567890 */
                uuid: components["parameters"]["Uuid"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PricesUpdateRequest"];
            };
        };
        responses: {
            200: components["responses"]["Done"];
            400: components["responses"]["InvalidBody"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            415: components["responses"]["UnsupportedMediaType"];
        };
    };
    marketplace_plans_update_quotas: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example a1b2c3d4-e5f6-7890-abcd-ef1234567890 */
                uuid: components["parameters"]["Uuid"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["QuotasUpdateRequest"];
            };
        };
        responses: {
            200: components["responses"]["Done"];
            400: components["responses"]["InvalidBody"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            415: components["responses"]["UnsupportedMediaType"];
        };
    };
    marketplace_plans_usage_stats_list: {
        parameters: {
            query?: {
                customer_provider_uuid?: components["parameters"]["CustomerProviderUuid"];
                o?: components["parameters"]["Order"];
                offering?: components["parameters"]["Offering"];
                /** @description Multiple values may be separated by commas. */
                offering_slug?: components["parameters"]["OfferingSlug"];
                offering_uuid?: components["parameters"]["OfferingUuid"];
                /** @description A page number within the paginated result set. */
                page?: components["parameters"]["Page"];
                /** @description Number of results to return per page. */
                page_size?: components["parameters"]["PageSize"];
                parent_offering_uuid?: components["parameters"]["ParentOfferingUuid"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of plans with the number of their resources, the most used first. */
            200: {
                headers: {
                    "X-Result-Count": components["headers"]["ResultCount"];
                    Link: components["headers"]["Link"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanUsageResponse"][];
                };
            };
            400: components["responses"]["InvalidQuery"];
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
        };
    };
    marketplace_plans_usage_stats_count: {
        parameters: {
            query?: {
                customer_provider_uuid?: components["parameters"]["CustomerProviderUuid"];
                o?: components["parameters"]["Order"];
                offering?: components["parameters"]["Offering"];
                /** @description Multiple values may be separated by commas. */
                offering_slug?: components["parameters"]["OfferingSlug"];
                offering_uuid?: components["parameters"]["OfferingUuid"];
                /** @description A page number within the paginated result set. */
                page?: components["parameters"]["Page"];
                /** @description Number of results to return per page. */
                page_size?: components["parameters"]["PageSize"];
                parent_offering_uuid?: components["parameters"]["ParentOfferingUuid"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Count"];
            400: components["responses"]["InvalidQuery"];
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
        };
    };
    marketplace_plans_archive: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example a1b2c3d4-e5f6-7890-abcd-ef1234567890 */
                uuid: components["parameters"]["Uuid"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Done"];
            400: components["responses"]["InvalidBody"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
        };
    };
    marketplace_plans_delete_organization_groups: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example a1b2c3d4-e5f6-7890-abcd-ef1234567890 */
                uuid: components["parameters"]["Uuid"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Done"];
            400: components["responses"]["InvalidQuery"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
        };
    };
    booking_offerings_list: {
        parameters: {
            query?: {
                field?: components["parameters"]["Field"];
                /** @description A page number within the paginated result set. */
                page?: components["parameters"]["Page"];
                /** @description Number of results to return per page. */
                page_size?: components["parameters"]["PageSize"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of booking offerings, by name. */
            200: {
                headers: {
                    "X-Result-Count": components["headers"]["ResultCount"];
                    Link: components["headers"]["Link"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Offering"][];
                };
            };
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
        };
    };
    booking_offerings_count: {
        parameters: {
            query?: {
                field?: components["parameters"]["Field"];
                /** @description A page number within the paginated result set. */
                page?: components["parameters"]["Page"];
                /** @description Number of results to return per page. */
                page_size?: components["parameters"]["PageSize"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Count"];
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
        };
    };
    booking_offerings_retrieve: {
        parameters: {
            query?: {
                field?: components["parameters"]["Field"];
            };
            header?: never;
            path: {
                /** @example a1b2c3d4-e5f6-7890-abcd-ef1234567890 */
                uuid: components["parameters"]["Uuid"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The booking offering, or the fields that were asked for. */
            200: {
                headers: {
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Offering"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
        };
    };
    booking_offerings_google_calendar_sync: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example a1b2c3d4-e5f6-7890-abcd-ef1234567890 */
                uuid: components["parameters"]["Uuid"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Done"];
            400: components["responses"]["Refused"];
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
        };
    };
    booking_offerings_share_google_calendar: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example a1b2c3d4-e5f6-7890-abcd-ef1234567890 */
                uuid: components["parameters"]["Uuid"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Done"];
            400: components["responses"]["Refused"];
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
        };
    };
    booking_offerings_unshare_google_calendar: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example a1b2c3d4-e5f6-7890-abcd-ef1234567890 */
                uuid: components["parameters"]["Uuid"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Done"];
            400: components["responses"]["Refused"];
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
        };
    };
}
