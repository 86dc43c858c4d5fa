package main

import (
	"slices"

	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/validation/field"
	apiservice "k8s.io/kubernetes/pkg/api/service"
	"k8s.io/kubernetes/pkg/apis/core"
	podsecurity "k8s.io/pod-security-admission/api"
)

// standIn gives an object what only a cluster can give and validation asks for.
func standIn(object runtime.Object) {
	if service, ok := object.(*core.Service); ok {
		standInService(&service.Spec)
		if service.Spec.HealthCheckNodePort == 0 && apiservice.NeedsHealthCheck(service) {
			service.Spec.HealthCheckNodePort = 30000
		}
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

// followAddress treats the address of a Service as the server does when a manifest changes it: what is left out stays, and
// the older of the two fields is followed by the newer.
func followAddress(object, live runtime.Object) {
	changed, ok := object.(*core.Service)
	if !ok {
		return
	}
	spec, old := &changed.Spec, live.(*core.Service).Spec
	if spec.Type != core.ServiceTypeExternalName && old.Type != core.ServiceTypeExternalName {
		if spec.ClusterIP == "" {
			spec.ClusterIP = old.ClusterIP
		}
		if len(spec.ClusterIPs) == 0 {
			spec.ClusterIPs = old.ClusterIPs
		}
	}
	if spec.ClusterIP != old.ClusterIP && len(spec.ClusterIPs) > 0 && slices.Equal(spec.ClusterIPs, old.ClusterIPs) {
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
	switch typed := object.(type) {
	case *core.Pod:
		if typed.Spec.PriorityClassName == "" && typed.Spec.Priority != nil && *typed.Spec.Priority != 0 {
			return forbidden(typed.Name, field.Forbidden(field.NewPath("spec", "priority"), "it is set from priorityClassName at admission"))
		}
		if typed.Spec.RuntimeClassName == nil && typed.Spec.Overhead != nil {
			return forbidden(typed.Name, field.Forbidden(field.NewPath("spec", "overhead"), "it is set from runtimeClassName at admission"))
		}
	case *core.Namespace:
		privileged := podsecurity.LevelVersion{Level: podsecurity.LevelPrivileged, Version: podsecurity.LatestVersion()}
		_, errs := podsecurity.PolicyToEvaluate(typed.Labels, podsecurity.Policy{Enforce: privileged, Warn: privileged, Audit: privileged})
		if len(errs) > 0 {
			return apierrors.NewInvalid(core.Kind("Namespace"), typed.Name, errs)
		}
	}
	return nil
}

func forbidden(pod string, err *field.Error) error {
	return apierrors.NewInvalid(core.Kind("Pod"), pod, field.ErrorList{err})
}
