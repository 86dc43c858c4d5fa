package main

import (
	"encoding/json"
	"fmt"
	"sync"

	jsonpatch "gopkg.in/evanphx/json-patch.v4"
	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	structuralschema "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting"
	schemaobjectmeta "k8s.io/apiextensions-apiserver/pkg/apiserver/schema/objectmeta"
	structuralpruning "k8s.io/apiextensions-apiserver/pkg/apiserver/schema/pruning"
	apiservervalidation "k8s.io/apiextensions-apiserver/pkg/apiserver/validation"
	"k8s.io/apiextensions-apiserver/pkg/crdserverscheme"
	"k8s.io/apiextensions-apiserver/pkg/registry/customresource"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/jsonmergepatch"
	"k8s.io/apiserver/pkg/registry/rest"
	kjson "sigs.k8s.io/json"
)

// maxSets bounds what is kept of earlier targets.
const maxSets = 64

// definitionSets are the CRDs of targets, by a name that the caller gives; each is compiled when it is first asked.
type definitionSets struct {
	lock  sync.Mutex
	sets  map[string]map[schema.GroupVersionKind]*customKind
	order []string
}

func newDefinitionSets() *definitionSets {
	return &definitionSets{sets: map[string]map[schema.GroupVersionKind]*customKind{}}
}

func (d *definitionSets) find(set string, gvk schema.GroupVersionKind) kind {
	d.lock.Lock()
	defer d.lock.Unlock()
	if found, ok := d.sets[set][gvk]; ok {
		return found
	}
	return nil
}

// register takes a set of CRDs; the first of two that define the same kind counts.
func (d *definitionSets) register(asked request) (given answer) {
	given = answer{ID: asked.ID, Outcome: valid}
	kinds := map[schema.GroupVersionKind]*customKind{}
	for _, raw := range asked.Definitions {
		definition := apiextensionsv1.CustomResourceDefinition{}
		if err := json.Unmarshal(raw, &definition); err != nil {
			given.Warnings = append(given.Warnings, err.Error())
			continue
		}
		apiextensionsv1.SetDefaults_CustomResourceDefinitionSpec(&definition.Spec)
		for _, version := range definition.Spec.Versions {
			gvk := schema.GroupVersionKind{Group: definition.Spec.Group, Version: version.Name, Kind: definition.Spec.Names.Kind}
			if _, ok := kinds[gvk]; ok || !version.Served {
				continue
			}
			kinds[gvk] = &customKind{gvk: gvk, definition: definition.Spec, version: version}
		}
	}
	d.lock.Lock()
	defer d.lock.Unlock()
	if _, ok := d.sets[asked.Set]; !ok {
		d.order = append(d.order, asked.Set)
	}
	d.sets[asked.Set] = kinds
	if len(d.order) > maxSets {
		delete(d.sets, d.order[0])
		d.order = d.order[1:]
	}
	return given
}

type customKind struct {
	gvk        schema.GroupVersionKind
	definition apiextensionsv1.CustomResourceDefinitionSpec
	version    apiextensionsv1.CustomResourceDefinitionVersion

	once     sync.Once
	err      error
	schema   *structuralschema.Structural
	compiled rest.RESTCreateStrategy
}

// prepare compiles the schema and its rules; a CRD that cannot be compiled is an error of each of its objects.
func (k *customKind) prepare() error {
	k.once.Do(func() { k.err = k.compile() })
	return k.err
}

func (k *customKind) compile() error {
	var internal *apiextensions.JSONSchemaProps
	if k.version.Schema != nil && k.version.Schema.OpenAPIV3Schema != nil {
		internal = &apiextensions.JSONSchemaProps{}
		err := apiextensionsv1.Convert_v1_JSONSchemaProps_To_apiextensions_JSONSchemaProps(k.version.Schema.OpenAPIV3Schema, internal, nil)
		if err != nil {
			return fmt.Errorf("the schema of its CRD cannot be read: %w", err)
		}
	} else {
		preserve := true
		internal = &apiextensions.JSONSchemaProps{Type: "object", XPreserveUnknownFields: &preserve}
	}
	structural, err := structuralschema.NewStructural(internal)
	if err != nil {
		return fmt.Errorf("the schema of its CRD is not structural: %w", err)
	}
	if err := defaulting.PruneDefaults(structural); err != nil {
		return fmt.Errorf("the defaults of its CRD cannot be read: %w", err)
	}
	validator, _, err := apiservervalidation.NewSchemaValidator(internal)
	if err != nil {
		return fmt.Errorf("the schema of its CRD cannot be compiled: %w", err)
	}
	k.schema = structural
	k.compiled = customresource.NewStrategy(
		crdserverscheme.NewUnstructuredObjectTyper(),
		k.definition.Scope == apiextensionsv1.NamespaceScoped,
		k.gvk, validator, nil, structural, k.status(), k.scale(), k.version.SelectableFields)
	return nil
}

func (k *customKind) status() *apiextensions.CustomResourceSubresourceStatus {
	if k.version.Subresources == nil || k.version.Subresources.Status == nil {
		return nil
	}
	return &apiextensions.CustomResourceSubresourceStatus{}
}

func (k *customKind) scale() *apiextensions.CustomResourceSubresourceScale {
	if k.version.Subresources == nil || k.version.Subresources.Scale == nil {
		return nil
	}
	given := k.version.Subresources.Scale
	return &apiextensions.CustomResourceSubresourceScale{
		SpecReplicasPath: given.SpecReplicasPath, StatusReplicasPath: given.StatusReplicasPath, LabelSelectorPath: given.LabelSelectorPath,
	}
}

func (k *customKind) strategy() rest.RESTCreateStrategy {
	return k.compiled
}

// decode follows the API server's order for custom resources: defaults, metadata by its own type, unknown fields and
// nulls dropped, embedded objects read.
func (k *customKind) decode(raw []byte) (runtime.Object, error) {
	if err := k.prepare(); err != nil {
		return nil, err
	}
	object := &unstructured.Unstructured{Object: map[string]any{}}
	strict, err := kjson.UnmarshalStrict(raw, &object.Object)
	if err != nil {
		return nil, &decodingError{cause: err}
	}
	apiVersion, name := object.GetAPIVersion(), object.GetKind()
	defaulting.Default(object.Object, k.schema)
	metadata, found, unknown, err := schemaobjectmeta.GetObjectMetaWithOptions(object.Object, schemaobjectmeta.ObjectMetaOptions{
		ReturnUnknownFieldPaths: true,
	})
	if err != nil {
		return nil, &decodingError{cause: err}
	}
	strict = append(strict, unknownPaths(unknown)...)
	if !k.definition.PreserveUnknownFields {
		pruned := structuralpruning.PruneWithOptions(object.Object, k.schema, true, structuralschema.UnknownFieldPathOptions{TrackUnknownFieldPaths: true})
		strict = append(strict, unknownPaths(pruned)...)
		defaulting.PruneNonNullableNullsWithoutDefaults(object.Object, k.schema)
	}
	coerced, unknown := schemaobjectmeta.CoerceWithOptions(nil, object.Object, k.schema, false, schemaobjectmeta.CoerceOptions{
		ReturnUnknownFieldPaths: true,
	})
	if coerced != nil {
		return nil, &decodingError{cause: coerced}
	}
	strict = append(strict, unknownPaths(unknown)...)
	object.SetAPIVersion(apiVersion)
	object.SetKind(name)
	if found {
		if err := schemaobjectmeta.SetObjectMeta(object.Object, metadata); err != nil {
			return nil, err
		}
	}
	if len(strict) > 0 {
		return nil, &decodingError{cause: runtime.NewStrictDecodingError(strict)}
	}
	return object, nil
}

func unknownPaths(paths []string) []error {
	var all []error
	for _, path := range paths {
		all = append(all, fmt.Errorf(`unknown field "%s"`, path))
	}
	return all
}

func (k *customKind) encode(object runtime.Object) ([]byte, error) {
	return json.Marshal(object)
}

// patched is the three-way JSON merge patch of Helm and kubectl for kinds whose list keys they do not know.
func (k *customKind) patched(old, new, live []byte) ([]byte, error) {
	patch, err := jsonmergepatch.CreateThreeWayJSONMergePatch(old, new, live)
	if err != nil {
		return nil, err
	}
	return jsonpatch.MergePatch(live, patch)
}
