//go:build kubernetes1.34 || kubernetes1.35

package main

import (
	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/kubernetes/pkg/registry/resource/resourceclaim"
)

func claimStrategy() rest.RESTCreateStrategy {
	return resourceclaim.NewStrategy(adminNamespaces{})
}
