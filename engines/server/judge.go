package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"runtime/debug"
	"strings"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	genericapirequest "k8s.io/apiserver/pkg/endpoints/request"
	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/apiserver/pkg/warning"
)

// maxBody is what the API server takes for one object.
const maxBody = 3 << 20

// kind is what judges the objects of one API version and kind.
type kind interface {
	// decode reads and defaults an object strictly; errors are about the object.
	decode(raw []byte) (runtime.Object, error)
	// encode gives the object back as JSON of the same API version.
	encode(object runtime.Object) ([]byte, error)
	strategy() rest.RESTCreateStrategy
	// patched applies what changed between two manifests to the object that lives in the cluster.
	patched(old, new, live []byte) ([]byte, error)
}

type judge struct {
	builtIn     *builtInKinds
	definitions *definitionSets
}

func newJudge(definitions *definitionSets) *judge {
	return &judge{builtIn: newBuiltInKinds(), definitions: definitions}
}

// answer never panics: what the server's code cannot stand is an error of that object alone.
func (j *judge) answer(asked request) (given answer) {
	defer func() {
		if cause := recover(); cause != nil {
			given = answer{Outcome: failed, Message: fmt.Sprintf("Kubernetes' own code panicked: %v at %s", cause, origin(debug.Stack()))}
		}
		given.ID = asked.ID
	}()
	var typed metav1.TypeMeta
	if err := json.Unmarshal(asked.Object, &typed); err != nil {
		return answer{Outcome: failed, Message: "the object is not JSON: " + err.Error()}
	}
	if len(asked.Object) > maxBody {
		return refused(apierrors.NewRequestEntityTooLargeError(fmt.Sprintf("limit is %d", maxBody)))
	}
	gvk := schema.FromAPIVersionAndKind(typed.APIVersion, typed.Kind)
	found, outcome := j.find(gvk, asked.Set)
	if found == nil {
		return answer{Outcome: outcome}
	}
	warnings := &recorder{}
	context := genericapirequest.WithRequestInfo(context.Background(), &genericapirequest.RequestInfo{
		IsResourceRequest: true, Verb: "create", APIGroup: gvk.Group, APIVersion: gvk.Version,
	})
	context = warning.WithWarningRecorder(context, warnings)
	var err error
	if asked.Old == nil {
		_, err = create(context, found, asked.Object, asked.Namespace)
	} else {
		err = update(context, found, asked)
	}
	given = refused(err)
	given.Warnings = warnings.texts
	return given
}

func (j *judge) find(gvk schema.GroupVersionKind, set string) (kind, string) {
	if found, outcome := j.builtIn.find(gvk); outcome != unknownKind {
		if found == nil {
			return nil, outcome
		}
		return found, outcome
	}
	if custom := j.definitions.find(set, gvk); custom != nil {
		return custom, valid
	}
	return nil, unknownKind
}

func create(ctx context.Context, kind kind, raw []byte, namespace string) (runtime.Object, error) {
	object, err := kind.decode(raw)
	if err != nil {
		return nil, err
	}
	strategy := kind.strategy()
	accessor, err := meta.Accessor(object)
	if err != nil {
		return nil, err
	}
	if strategy.NamespaceScoped() {
		if accessor.GetNamespace() != "" {
			namespace = accessor.GetNamespace()
		}
		ctx = genericapirequest.WithNamespace(ctx, namespace)
	} else {
		// As clients do, which leave the namespace out of the address of a kind that has none.
		accessor.SetNamespace("")
		ctx = genericapirequest.WithNamespace(ctx, "")
	}
	rest.FillObjectMetaSystemFields(accessor)
	if accessor.GetGenerateName() != "" && accessor.GetName() == "" {
		accessor.SetName(strategy.GenerateName(accessor.GetGenerateName()))
	}
	standIn(object)
	if err := rest.BeforeCreate(strategy, ctx, object); err != nil {
		return nil, err
	}
	return object, admitted(object)
}

// update does what an upgrade of a release does: the old manifest lives in the cluster, and the difference between
// the two manifests is applied to it.
func update(ctx context.Context, kind kind, asked request) error {
	strategy, ok := kind.strategy().(rest.RESTUpdateStrategy)
	if !ok {
		return nil
	}
	quiet := warning.WithWarningRecorder(ctx, &recorder{})
	live, err := create(quiet, kind, asked.Old, asked.Namespace)
	if err != nil {
		return fmt.Errorf("%w: %w", errOld, err)
	}
	settled(live)
	accessor, err := meta.Accessor(live)
	if err != nil {
		return err
	}
	accessor.SetResourceVersion("1")
	liveJSON, err := kind.encode(live)
	if err != nil {
		return err
	}
	patched, err := kind.patched(asked.Old, asked.Object, liveJSON)
	if err != nil {
		return apierrors.NewBadRequest(err.Error())
	}
	object, err := kind.decode(patched)
	if err != nil {
		return err
	}
	followAddress(object, live)
	standIn(object)
	ctx = genericapirequest.WithNamespace(ctx, accessor.GetNamespace())
	return rest.BeforeUpdate(strategy, ctx, object, live)
}

// errOld is about a manifest that could not have been applied before.
var errOld = errors.New("the old object")

// refused turns the server's error into an answer; nil is consent.
func refused(err error) answer {
	if err == nil {
		return answer{Outcome: valid}
	}
	if errors.Is(err, errOld) {
		return answer{Outcome: failed, Message: err.Error()}
	}
	given := answer{Outcome: invalid, Message: err.Error()}
	var unread *decodingError
	if errors.As(err, &unread) {
		given.Errors = unread.fields()
		return given
	}
	var status apierrors.APIStatus
	if errors.As(err, &status) && status.Status().Details != nil {
		for _, cause := range status.Status().Details.Causes {
			// What is about the object as a whole has no path, which Go prints as <nil>.
			path := strings.TrimPrefix(cause.Field, "<nil>")
			given.Errors = append(given.Errors, fieldError{Type: string(cause.Type), Field: path, Detail: cause.Message})
		}
	}
	return given
}

type recorder struct {
	texts []string
}

func (r *recorder) AddWarning(_, text string) {
	r.texts = append(r.texts, text)
}

var frame = regexp.MustCompile(`(?m)^\t(\S+/k8s\.io/\S+:\d+)`)

// origin is the first line of Kubernetes' own code in a stack, without the machine's folders.
func origin(stack []byte) string {
	if found := frame.FindSubmatch(stack); found != nil {
		return regexp.MustCompile(`^.*?(k8s\.io/)`).ReplaceAllString(string(found[1]), "$1")
	}
	return "an unknown place"
}
