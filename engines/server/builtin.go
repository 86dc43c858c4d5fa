package main

import (
	"encoding/json"
	"regexp"
	"strconv"

	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	runtimejson "k8s.io/apimachinery/pkg/runtime/serializer/json"
	"k8s.io/apimachinery/pkg/util/strategicpatch"
	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/component-base/version"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	"k8s.io/kubernetes/pkg/capabilities"
)

// builtInKinds are the kinds that Kubernetes itself serves.
type builtInKinds struct {
	scheme     *runtime.Scheme
	strategies map[schema.GroupKind]rest.RESTCreateStrategy
	minor      int
}

func newBuiltInKinds() *builtInKinds {
	// Whether privileged containers may run is for policies to say; the API server's own flag allows them nearly everywhere.
	capabilities.Initialize(capabilities.Capabilities{AllowPrivileged: true})
	install(legacyscheme.Scheme)
	minor, _ := strconv.Atoi(regexp.MustCompile(`\d+`).FindString(version.Get().Minor))
	return &builtInKinds{scheme: legacyscheme.Scheme, strategies: strategies(legacyscheme.Scheme), minor: minor}
}

func (k *builtInKinds) find(gvk schema.GroupVersionKind) (kind, string) {
	if !k.scheme.Recognizes(gvk) || gvk.Version == runtime.APIVersionInternal {
		return nil, k.absent(gvk)
	}
	if !k.serves(gvk) {
		return nil, notServed
	}
	strategy, ok := k.strategies[gvk.GroupKind()]
	if !ok {
		return nil, unsupported
	}
	return &builtInKind{scheme: k.scheme, gvk: gvk, judge: strategy}, valid
}

// absent tells a version that Kubernetes no longer has from a kind that was never its own.
func (k *builtInKinds) absent(gvk schema.GroupVersionKind) string {
	if k.scheme.IsGroupRegistered(gvk.Group) {
		return notServed
	}
	return unknownKind
}

var stable = regexp.MustCompile(`^v[0-9]+$`)

// serves says whether an API server without flags does: it has served stable versions only since Kubernetes 1.34, the
// oldest that this program is built from, and none past its removal.
func (k *builtInKinds) serves(gvk schema.GroupVersionKind) bool {
	if !stable.MatchString(gvk.Version) {
		return false
	}
	object, err := k.scheme.New(gvk)
	if err != nil {
		return false
	}
	removal, ok := object.(interface{ APILifecycleRemoved() (int, int) })
	if !ok {
		return true
	}
	major, minor := removal.APILifecycleRemoved()
	return major > 1 || minor > k.minor
}

type builtInKind struct {
	scheme *runtime.Scheme
	gvk    schema.GroupVersionKind
	judge  rest.RESTCreateStrategy
}

func (k *builtInKind) strategy() rest.RESTCreateStrategy {
	return k.judge
}

func (k *builtInKind) decode(raw []byte) (runtime.Object, error) {
	options := runtimejson.SerializerOptions{Strict: true}
	strict := runtimejson.NewSerializerWithOptions(runtimejson.DefaultMetaFactory, k.scheme, k.scheme, options)
	internal := schema.GroupVersion{Group: k.gvk.Group, Version: runtime.APIVersionInternal}
	object, _, err := legacyscheme.Codecs.DecoderToVersion(strict, internal).Decode(raw, &k.gvk, nil)
	if err != nil {
		return nil, &decodingError{cause: err}
	}
	return object, nil
}

func (k *builtInKind) encode(object runtime.Object) ([]byte, error) {
	versioned, err := k.scheme.ConvertToVersion(object, k.gvk.GroupVersion())
	if err != nil {
		return nil, err
	}
	return json.Marshal(versioned)
}

// patched is the three-way merge of Helm and kubectl, by the list keys of the kind.
func (k *builtInKind) patched(old, new, live []byte) ([]byte, error) {
	typed, err := k.scheme.New(k.gvk)
	if err != nil {
		return nil, err
	}
	lookup, err := strategicpatch.NewPatchMetaFromStruct(typed)
	if err != nil {
		return nil, err
	}
	patch, err := strategicpatch.CreateThreeWayMergePatch(old, new, live, lookup, true)
	if err != nil {
		return nil, err
	}
	return strategicpatch.StrategicMergePatch(live, patch, typed)
}
