package main

import (
	"errors"
	"slices"

	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/kubernetes/pkg/apis/core"
)

// standIn gives an object what only a cluster can give and validation asks for.
func standIn(object runtime.Object) {
	if service, ok := object.(*core.Service); ok {
		standInService(&service.Spec)
	}
}

// standInService stands in for the allocation of addresses: one of each family that the Service may have.
func standInService(spec *core.ServiceSpec) {
	if spec.Type == core.ServiceTypeExternalName {
		return
	}
	single := core.IPFamilyPolicySingleStack
	if spec.IPFamilyPolicy == nil {
		spec.IPFamilyPolicy = &single
		if len(spec.IPFamilies) > 1 || len(spec.ClusterIPs) > 1 {
			dual := core.IPFamilyPolicyRequireDualStack
			spec.IPFamilyPolicy = &dual
		}
	}
	if len(spec.IPFamilies) == 0 {
		spec.IPFamilies = []core.IPFamily{core.IPv4Protocol}
	}
	if *spec.IPFamilyPolicy == core.IPFamilyPolicyRequireDualStack && len(spec.IPFamilies) == 1 {
		other := core.IPv6Protocol
		if spec.IPFamilies[0] == core.IPv6Protocol {
			other = core.IPv4Protocol
		}
		spec.IPFamilies = append(spec.IPFamilies, other)
	}
	if spec.ClusterIP == "" && len(spec.ClusterIPs) == 0 {
		for _, family := range spec.IPFamilies {
			spec.ClusterIPs = append(spec.ClusterIPs, map[core.IPFamily]string{
				core.IPv4Protocol: "10.96.0.200", core.IPv6Protocol: "fd00::200",
			}[family])
		}
		spec.ClusterIP = spec.ClusterIPs[0]
	} else if spec.ClusterIP != "" && len(spec.ClusterIPs) == 0 {
		spec.ClusterIPs = []string{spec.ClusterIP}
	}
}

// followAddress keeps both fields of a Service's address together where a manifest changes only the older one.
func followAddress(object, live runtime.Object) {
	changed, ok := object.(*core.Service)
	if !ok {
		return
	}
	spec, old := &changed.Spec, live.(*core.Service).Spec
	if spec.ClusterIP == old.ClusterIP || !slices.Equal(spec.ClusterIPs, old.ClusterIPs) {
		return
	}
	if spec.ClusterIP == "" {
		spec.ClusterIPs = nil
	} else if len(spec.ClusterIPs) > 0 {
		spec.ClusterIPs = append([]string{spec.ClusterIP}, spec.ClusterIPs[1:]...)
	}
}

// settled gives an object the state that it reaches in a cluster and on which updates depend.
func settled(object runtime.Object) {
	switch typed := object.(type) {
	case *core.PersistentVolumeClaim:
		if typed.Spec.VolumeName == "" {
			typed.Spec.VolumeName = "volume"
		}
		typed.Status.Phase = core.ClaimBound
		typed.Status.Capacity = typed.Spec.Resources.Requests
	case *apiextensions.CustomResourceDefinition:
		apiextensions.SetCRDCondition(typed, apiextensions.CustomResourceDefinitionCondition{
			Type: apiextensions.Established, Status: apiextensions.ConditionTrue,
		})
		apiextensions.SetCRDCondition(typed, apiextensions.CustomResourceDefinitionCondition{
			Type: apiextensions.NamesAccepted, Status: apiextensions.ConditionTrue,
		})
	}
}

// admitted holds what the server's default admission plugins refuse without a look at the cluster.
func admitted(object runtime.Object) error {
	pod, ok := object.(*core.Pod)
	if ok && pod.Spec.PriorityClassName == "" && pod.Spec.Priority != nil && *pod.Spec.Priority != 0 {
		return apierrors.NewForbidden(core.Resource("pods"), pod.Name, errPriority)
	}
	return nil
}

var errPriority = errors.New("spec.priority: the integer value of priority must not be provided in pod spec; priority admission controller computed 0 from the given PriorityClass name")
