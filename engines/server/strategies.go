package main

import (
	"context"
	"fmt"

	v1 "k8s.io/api/core/v1"
	resourcev1 "k8s.io/api/resource/v1"
	apiextensionsinstall "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/install"
	"k8s.io/apiextensions-apiserver/pkg/registry/customresourcedefinition"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apiserver/pkg/registry/rest"
	corev1 "k8s.io/client-go/kubernetes/typed/core/v1"
	apiregistrationinstall "k8s.io/kube-aggregator/pkg/apis/apiregistration/install"
	"k8s.io/kube-aggregator/pkg/registry/apiservice"
	_ "k8s.io/kubernetes/pkg/apis/admissionregistration/install"
	_ "k8s.io/kubernetes/pkg/apis/apps/install"
	_ "k8s.io/kubernetes/pkg/apis/authentication/install"
	_ "k8s.io/kubernetes/pkg/apis/authorization/install"
	_ "k8s.io/kubernetes/pkg/apis/autoscaling/install"
	_ "k8s.io/kubernetes/pkg/apis/batch/install"
	_ "k8s.io/kubernetes/pkg/apis/certificates/install"
	_ "k8s.io/kubernetes/pkg/apis/coordination/install"
	_ "k8s.io/kubernetes/pkg/apis/core/install"
	_ "k8s.io/kubernetes/pkg/apis/discovery/install"
	_ "k8s.io/kubernetes/pkg/apis/events/install"
	_ "k8s.io/kubernetes/pkg/apis/flowcontrol/install"
	_ "k8s.io/kubernetes/pkg/apis/networking/install"
	_ "k8s.io/kubernetes/pkg/apis/node/install"
	_ "k8s.io/kubernetes/pkg/apis/policy/install"
	_ "k8s.io/kubernetes/pkg/apis/rbac/install"
	_ "k8s.io/kubernetes/pkg/apis/resource/install"
	_ "k8s.io/kubernetes/pkg/apis/scheduling/install"
	_ "k8s.io/kubernetes/pkg/apis/storage/install"
	"k8s.io/kubernetes/pkg/registry/admissionregistration/mutatingadmissionpolicy"
	"k8s.io/kubernetes/pkg/registry/admissionregistration/mutatingadmissionpolicybinding"
	"k8s.io/kubernetes/pkg/registry/admissionregistration/mutatingwebhookconfiguration"
	"k8s.io/kubernetes/pkg/registry/admissionregistration/resolver"
	"k8s.io/kubernetes/pkg/registry/admissionregistration/validatingadmissionpolicy"
	"k8s.io/kubernetes/pkg/registry/admissionregistration/validatingadmissionpolicybinding"
	"k8s.io/kubernetes/pkg/registry/admissionregistration/validatingwebhookconfiguration"
	"k8s.io/kubernetes/pkg/registry/apps/controllerrevision"
	"k8s.io/kubernetes/pkg/registry/apps/daemonset"
	"k8s.io/kubernetes/pkg/registry/apps/deployment"
	"k8s.io/kubernetes/pkg/registry/apps/replicaset"
	"k8s.io/kubernetes/pkg/registry/apps/statefulset"
	"k8s.io/kubernetes/pkg/registry/autoscaling/horizontalpodautoscaler"
	"k8s.io/kubernetes/pkg/registry/batch/cronjob"
	"k8s.io/kubernetes/pkg/registry/batch/job"
	"k8s.io/kubernetes/pkg/registry/certificates/certificates"
	"k8s.io/kubernetes/pkg/registry/coordination/lease"
	"k8s.io/kubernetes/pkg/registry/core/configmap"
	"k8s.io/kubernetes/pkg/registry/core/endpoint"
	"k8s.io/kubernetes/pkg/registry/core/event"
	"k8s.io/kubernetes/pkg/registry/core/limitrange"
	"k8s.io/kubernetes/pkg/registry/core/namespace"
	"k8s.io/kubernetes/pkg/registry/core/node"
	"k8s.io/kubernetes/pkg/registry/core/persistentvolume"
	"k8s.io/kubernetes/pkg/registry/core/persistentvolumeclaim"
	"k8s.io/kubernetes/pkg/registry/core/pod"
	"k8s.io/kubernetes/pkg/registry/core/podtemplate"
	"k8s.io/kubernetes/pkg/registry/core/replicationcontroller"
	"k8s.io/kubernetes/pkg/registry/core/resourcequota"
	"k8s.io/kubernetes/pkg/registry/core/secret"
	"k8s.io/kubernetes/pkg/registry/core/service"
	"k8s.io/kubernetes/pkg/registry/core/serviceaccount"
	"k8s.io/kubernetes/pkg/registry/discovery/endpointslice"
	"k8s.io/kubernetes/pkg/registry/flowcontrol/flowschema"
	"k8s.io/kubernetes/pkg/registry/flowcontrol/prioritylevelconfiguration"
	"k8s.io/kubernetes/pkg/registry/networking/ingress"
	"k8s.io/kubernetes/pkg/registry/networking/ingressclass"
	"k8s.io/kubernetes/pkg/registry/networking/ipaddress"
	"k8s.io/kubernetes/pkg/registry/networking/networkpolicy"
	"k8s.io/kubernetes/pkg/registry/networking/servicecidr"
	"k8s.io/kubernetes/pkg/registry/node/runtimeclass"
	"k8s.io/kubernetes/pkg/registry/policy/poddisruptionbudget"
	"k8s.io/kubernetes/pkg/registry/rbac/clusterrole"
	"k8s.io/kubernetes/pkg/registry/rbac/clusterrolebinding"
	"k8s.io/kubernetes/pkg/registry/rbac/role"
	"k8s.io/kubernetes/pkg/registry/rbac/rolebinding"
	"k8s.io/kubernetes/pkg/registry/resource/deviceclass"
	"k8s.io/kubernetes/pkg/registry/resource/resourceclaimtemplate"
	"k8s.io/kubernetes/pkg/registry/resource/resourceslice"
	"k8s.io/kubernetes/pkg/registry/scheduling/priorityclass"
	"k8s.io/kubernetes/pkg/registry/storage/csidriver"
	"k8s.io/kubernetes/pkg/registry/storage/csinode"
	"k8s.io/kubernetes/pkg/registry/storage/csistoragecapacity"
	"k8s.io/kubernetes/pkg/registry/storage/storageclass"
	"k8s.io/kubernetes/pkg/registry/storage/volumeattachment"
	"k8s.io/kubernetes/pkg/registry/storage/volumeattributesclass"
)

// install adds the kinds of the API server that lie outside its own repository.
func install(scheme *runtime.Scheme) {
	apiextensionsinstall.Install(scheme)
	apiregistrationinstall.Install(scheme)
}

// strategies are how the API server judges each kind. Kinds that are calls rather than objects (reviews, bindings) have none.
func strategies(scheme *runtime.Scheme) map[schema.GroupKind]rest.RESTCreateStrategy {
	return map[schema.GroupKind]rest.RESTCreateStrategy{
		{Group: "", Kind: "ConfigMap"}:                                                  configmap.Strategy,
		{Group: "", Kind: "Endpoints"}:                                                  endpoint.Strategy,
		{Group: "", Kind: "Event"}:                                                      event.Strategy,
		{Group: "", Kind: "LimitRange"}:                                                 limitrange.Strategy,
		{Group: "", Kind: "Namespace"}:                                                  namespace.Strategy,
		{Group: "", Kind: "Node"}:                                                       node.Strategy,
		{Group: "", Kind: "PersistentVolume"}:                                           persistentvolume.Strategy,
		{Group: "", Kind: "PersistentVolumeClaim"}:                                      persistentvolumeclaim.Strategy,
		{Group: "", Kind: "Pod"}:                                                        pod.Strategy,
		{Group: "", Kind: "PodTemplate"}:                                                podtemplate.Strategy,
		{Group: "", Kind: "ReplicationController"}:                                      replicationcontroller.Strategy,
		{Group: "", Kind: "ResourceQuota"}:                                              resourcequota.Strategy,
		{Group: "", Kind: "Secret"}:                                                     secret.Strategy,
		{Group: "", Kind: "Service"}:                                                    service.Strategy,
		{Group: "", Kind: "ServiceAccount"}:                                             serviceaccount.Strategy,
		{Group: "apps", Kind: "ControllerRevision"}:                                     controllerrevision.Strategy,
		{Group: "apps", Kind: "DaemonSet"}:                                              daemonset.Strategy,
		{Group: "apps", Kind: "Deployment"}:                                             deployment.Strategy,
		{Group: "apps", Kind: "ReplicaSet"}:                                             replicaset.Strategy,
		{Group: "apps", Kind: "StatefulSet"}:                                            statefulset.Strategy,
		{Group: "autoscaling", Kind: "HorizontalPodAutoscaler"}:                         horizontalpodautoscaler.Strategy,
		{Group: "batch", Kind: "CronJob"}:                                               cronjob.Strategy,
		{Group: "batch", Kind: "Job"}:                                                   job.Strategy,
		{Group: "certificates.k8s.io", Kind: "CertificateSigningRequest"}:               certificates.Strategy,
		{Group: "coordination.k8s.io", Kind: "Lease"}:                                   lease.Strategy,
		{Group: "discovery.k8s.io", Kind: "EndpointSlice"}:                              endpointslice.Strategy,
		{Group: "events.k8s.io", Kind: "Event"}:                                         event.Strategy,
		{Group: "flowcontrol.apiserver.k8s.io", Kind: "FlowSchema"}:                     flowschema.Strategy,
		{Group: "flowcontrol.apiserver.k8s.io", Kind: "PriorityLevelConfiguration"}:     prioritylevelconfiguration.Strategy,
		{Group: "networking.k8s.io", Kind: "Ingress"}:                                   ingress.Strategy,
		{Group: "networking.k8s.io", Kind: "IngressClass"}:                              ingressclass.Strategy,
		{Group: "networking.k8s.io", Kind: "IPAddress"}:                                 ipaddress.Strategy,
		{Group: "networking.k8s.io", Kind: "NetworkPolicy"}:                             networkpolicy.Strategy,
		{Group: "networking.k8s.io", Kind: "ServiceCIDR"}:                               servicecidr.Strategy,
		{Group: "node.k8s.io", Kind: "RuntimeClass"}:                                    runtimeclass.Strategy,
		{Group: "policy", Kind: "PodDisruptionBudget"}:                                  poddisruptionbudget.Strategy,
		{Group: "rbac.authorization.k8s.io", Kind: "ClusterRole"}:                       clusterrole.Strategy,
		{Group: "rbac.authorization.k8s.io", Kind: "ClusterRoleBinding"}:                clusterrolebinding.Strategy,
		{Group: "rbac.authorization.k8s.io", Kind: "Role"}:                              role.Strategy,
		{Group: "rbac.authorization.k8s.io", Kind: "RoleBinding"}:                       rolebinding.Strategy,
		{Group: "resource.k8s.io", Kind: "DeviceClass"}:                                 deviceclass.Strategy,
		{Group: "resource.k8s.io", Kind: "ResourceSlice"}:                               resourceslice.Strategy,
		{Group: "scheduling.k8s.io", Kind: "PriorityClass"}:                             priorityclass.Strategy,
		{Group: "storage.k8s.io", Kind: "CSIDriver"}:                                    csidriver.Strategy,
		{Group: "storage.k8s.io", Kind: "CSINode"}:                                      csinode.Strategy,
		{Group: "storage.k8s.io", Kind: "CSIStorageCapacity"}:                           csistoragecapacity.Strategy,
		{Group: "storage.k8s.io", Kind: "StorageClass"}:                                 storageclass.Strategy,
		{Group: "storage.k8s.io", Kind: "VolumeAttachment"}:                             volumeattachment.Strategy,
		{Group: "storage.k8s.io", Kind: "VolumeAttributesClass"}:                        volumeattributesclass.Strategy,
		{Group: "admissionregistration.k8s.io", Kind: "MutatingWebhookConfiguration"}:   mutatingwebhookconfiguration.Strategy,
		{Group: "admissionregistration.k8s.io", Kind: "ValidatingWebhookConfiguration"}: validatingwebhookconfiguration.Strategy,
		{Group: "apiextensions.k8s.io", Kind: "CustomResourceDefinition"}:               customresourcedefinition.NewStrategy(scheme),
		{Group: "apiregistration.k8s.io", Kind: "APIService"}:                           apiservice.NewStrategy(scheme),

		// Without an authorizer none is asked whether the user may read what a policy's parameters are.
		{Group: "admissionregistration.k8s.io", Kind: "ValidatingAdmissionPolicy"}:        validatingadmissionpolicy.NewStrategy(nil, unresolved),
		{Group: "admissionregistration.k8s.io", Kind: "ValidatingAdmissionPolicyBinding"}: validatingadmissionpolicybinding.NewStrategy(nil, nil, unresolved),
		{Group: "admissionregistration.k8s.io", Kind: "MutatingAdmissionPolicy"}:          mutatingadmissionpolicy.NewStrategy(nil, unresolved),
		{Group: "admissionregistration.k8s.io", Kind: "MutatingAdmissionPolicyBinding"}:   mutatingadmissionpolicybinding.NewStrategy(nil, nil, unresolved),
		{Group: "resource.k8s.io", Kind: "ResourceClaim"}:                                 claimStrategy(),
		{Group: "resource.k8s.io", Kind: "ResourceClaimTemplate"}:                         resourceclaimtemplate.NewStrategy(adminNamespaces{}),
	}
}

var unresolved = resolver.ResourceResolverFunc(func(gvk schema.GroupVersionKind) (schema.GroupVersionResource, error) {
	return schema.GroupVersionResource{}, fmt.Errorf("%s is not known without a cluster", gvk)
})

// adminNamespaces stands in for a cluster in which each namespace allows access for administrators, since the label
// that does so is on an object that is not at hand.
type adminNamespaces struct {
	corev1.NamespaceInterface
}

func (adminNamespaces) Get(_ context.Context, name string, _ metav1.GetOptions) (*v1.Namespace, error) {
	labels := map[string]string{resourcev1.DRAAdminNamespaceLabelKey: "true"}
	return &v1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: name, Labels: labels}}, nil
}
