//go:build kubernetes1.36

package main

import (
	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/kubernetes/pkg/registry/resource/resourceclaim"
)

func claimStrategy() rest.RESTCreateStrategy {
	return resourceclaim.NewStrategy(adminNamespaces{}, nil)
}
