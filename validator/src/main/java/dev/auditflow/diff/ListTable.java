package dev.auditflow.diff;

/**
 * Lists of built-in kinds. Keys are those of {@code x-kubernetes-list-map-keys}, and of lists that Kubernetes calls atomic
 * though their items have a name. {@code values} is a list whose order the API server and controllers ignore.
 */
final class ListTable {
    static final String LINES = """
            containers name
            initContainers name ordered
            ephemeralContainers name
            volumes name
            env name ordered
            volumeMounts mountPath
            volumeDevices devicePath
            containers.ports containerPort,protocol=TCP
            initContainers.ports containerPort,protocol=TCP
            ephemeralContainers.ports containerPort,protocol=TCP
            imagePullSecrets name
            hostAliases ip
            topologySpreadConstraints topologyKey,whenUnsatisfiable
            resourceClaims name
            schedulingGates name
            resources.claims name
            sysctls name
            dnsConfig.options name
            readinessGates conditionType
            configMap.items path
            secret.items path
            downwardAPI.items path
            volumeClaimTemplates metadata.name ordered
            accessModes values
            onExitCodes.values values
            matchExpressions values
            matchExpressions.values values
            metadata.finalizers values
            metadata.ownerReferences uid
            Namespace:spec.finalizers values
            Service:spec.ports port,protocol=TCP
            Service:spec.externalIPs values
            Service:spec.loadBalancerSourceRanges values
            ServiceAccount:secrets name
            Role|ClusterRole:rules values
            Role|ClusterRole:rules.verbs values
            Role|ClusterRole:rules.apiGroups values
            Role|ClusterRole:rules.resources values
            Role|ClusterRole:rules.resourceNames values
            Role|ClusterRole:rules.nonResourceURLs values
            ClusterRole:aggregationRule.clusterRoleSelectors values
            RoleBinding|ClusterRoleBinding:subjects kind,namespace?,name
            NetworkPolicy:spec.policyTypes values
            NetworkPolicy:spec.ingress values
            NetworkPolicy:spec.ingress.from values
            NetworkPolicy:spec.ingress.ports values
            NetworkPolicy:spec.egress values
            NetworkPolicy:spec.egress.to values
            NetworkPolicy:spec.egress.ports values
            NetworkPolicy:spec.ingress.from.ipBlock.except values
            NetworkPolicy:spec.egress.to.ipBlock.except values
            Ingress:spec.tls values
            Ingress:spec.tls.hosts values
            Ingress:spec.rules host?
            Ingress:spec.rules.http.paths path?,pathType?
            ValidatingWebhookConfiguration|MutatingWebhookConfiguration:webhooks name
            ValidatingWebhookConfiguration|MutatingWebhookConfiguration:webhooks.matchConditions name
            ValidatingWebhookConfiguration|MutatingWebhookConfiguration:webhooks.rules values
            ValidatingWebhookConfiguration|MutatingWebhookConfiguration:webhooks.rules.apiGroups values
            ValidatingWebhookConfiguration|MutatingWebhookConfiguration:webhooks.rules.apiVersions values
            ValidatingWebhookConfiguration|MutatingWebhookConfiguration:webhooks.rules.operations values
            ValidatingWebhookConfiguration|MutatingWebhookConfiguration:webhooks.rules.resources values
            ValidatingAdmissionPolicy|MutatingAdmissionPolicy:spec.matchConditions name
            ValidatingAdmissionPolicy|MutatingAdmissionPolicy:spec.variables name ordered
            ValidatingAdmissionPolicy|MutatingAdmissionPolicy:spec.matchConstraints.resourceRules values
            ValidatingAdmissionPolicy|MutatingAdmissionPolicy:spec.matchConstraints.excludeResourceRules values
            resourceRules.apiGroups values
            resourceRules.apiVersions values
            resourceRules.operations values
            resourceRules.resources values
            ValidatingAdmissionPolicyBinding:spec.validationActions values
            ValidatingAdmissionPolicy:spec.auditAnnotations key
            ValidatingAdmissionPolicy:spec.validations expression
            HorizontalPodAutoscaler:spec.metrics values
            HorizontalPodAutoscaler:spec.behavior.scaleUp.policies type
            HorizontalPodAutoscaler:spec.behavior.scaleDown.policies type
            ResourceQuota:spec.scopes values
            LimitRange:spec.limits type
            StorageClass:allowedTopologies values
            CSIDriver:spec.volumeLifecycleModes values
            CSIDriver:spec.tokenRequests audience
            CSINode:spec.drivers name
            EndpointSlice:endpoints.addresses values
            Node:spec.podCIDRs values
            FlowSchema:spec.rules values
            nonResourceRules.nonResourceURLs values
            nonResourceRules.verbs values
            resourceRules.namespaces values
            resourceRules.verbs values
            CustomResourceDefinition:spec.versions name
            CustomResourceDefinition:spec.names.shortNames values
            CustomResourceDefinition:spec.names.categories values
            CustomResourceDefinition:spec.versions.additionalPrinterColumns name ordered
            CustomResourceDefinition:spec.versions.selectableFields jsonPath
            openAPIV3Schema.required values
            required values
            enum values
            x-kubernetes-validations rule
            """;

    private ListTable() {}
}
