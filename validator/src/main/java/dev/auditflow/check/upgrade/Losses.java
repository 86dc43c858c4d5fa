package dev.auditflow.check.upgrade;

import dev.auditflow.diff.Change;
import dev.auditflow.diff.ObjectChange;
import dev.auditflow.manifest.Resource;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import java.util.List;

/** Says what was served or stored and no longer is. */
final class Losses {
    private static final List<String> WORKLOADS =
            List.of("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Pod", "Rollout");

    private Losses() {}

    static void removed(ObjectChange.Removed object, Release release, Effects effects) {
        Resource gone = object.before();
        if (Release.isHook(gone) || Release.isKept(gone)) {
            return;
        }
        String name = gone.id().name();
        switch (gone.id().kind()) {
            case "Service" ->
                lost(
                        object,
                        "The name %s and its address are gone: whoever calls it fails".formatted(name),
                        "Point its clients elsewhere first",
                        effects);
            case "Ingress", "HTTPRoute", "GRPCRoute", "TLSRoute", "Gateway", "VirtualService" ->
                lost(object, "What came in by it is answered no more", "", effects);
            case "PersistentVolumeClaim" ->
                lost(
                        object,
                        "The claim is deleted, and its data with it unless its volume is retained",
                        "Keep it with the annotation 'helm.sh/resource-policy: keep', or back the data up",
                        effects);
            case "Namespace" ->
                lost(
                        object,
                        "Everything in the namespace is deleted",
                        "Keep it with the annotation 'helm.sh/resource-policy: keep'",
                        effects);
            case "CustomResourceDefinition" ->
                lost(
                        object,
                        "Every object of this kind is deleted, in all namespaces",
                        "Keep it with the annotation 'helm.sh/resource-policy: keep'",
                        effects);
            case "StatefulSet" ->
                lost(
                        object,
                        "Its %s stop. Their claims stay".formatted(Pods.counted(Pods.replicas(gone))),
                        "",
                        effects);
            case "ConfigMap", "Secret" -> input(object, release, effects);
            default -> {
                if (WORKLOADS.contains(gone.id().kind())) {
                    lost(object, "Its pods stop", "", effects);
                }
            }
        }
    }

    /** Pods whose ConfigMap or Secret is gone do not start. */
    private static void input(ObjectChange.Removed object, Release release, Effects effects) {
        List<Resource> readers = release.readers(object.id().kind(), object.id().name());
        if (!readers.isEmpty()) {
            lost(
                    object,
                    "%s still reads it: its pods do not start again without it"
                            .formatted(readers.getFirst().id()),
                    "Bring it back, or take the reference out",
                    effects);
        }
    }

    private static void lost(ObjectChange object, String message, String remedy, Effects effects) {
        effects.add(Meaning.DISRUPTS, object, message, remedy);
    }

    /** An object under another name is another object: the old one is deleted. */
    static void renamed(ObjectChange.Changed object, Release release, Effects effects) {
        Resource before = object.before();
        if (Release.isHook(before) || Release.isKept(before)) {
            return;
        }
        String what = before.id() + " is deleted and " + object.id() + " is made anew";
        String kind = object.id().kind();
        switch (kind) {
            case "Service" ->
                lost(
                        object,
                        what + ": clients that use the old name fail",
                        "Keep the old name beside it until its clients have moved",
                        effects);
            case "PersistentVolumeClaim" ->
                lost(object, what + ": the new claim starts empty", "Keep the name, or move the data first", effects);
            case "StatefulSet" ->
                lost(
                        object,
                        what + ": its new pods get new, empty claims",
                        "Keep the name, or move the data first",
                        effects);
            case "CustomResourceDefinition" ->
                lost(object, what + ": all objects of the old kind are deleted", "", effects);
            case "Namespace" -> lost(object, what + ": everything in the old one is deleted", "", effects);
            case "ConfigMap", "Secret" -> {
                if (!release.readers(kind, before.id().name()).isEmpty()) {
                    lost(object, what + ", and pods still read the old name", "Let them read the new name", effects);
                }
            }
            default -> {
                if (WORKLOADS.contains(kind)) {
                    lost(object, what + ": the old pods stop while the new ones start", "Keep the name", effects);
                }
            }
        }
    }

    static void changed(ObjectChange.Changed object, Effects effects) {
        for (Change change : object.changes()) {
            String path = change.trail().fields();
            switch (object.id().kind()) {
                case "Deployment", "StatefulSet", "ReplicaSet", "Rollout" -> scaled(object, change, path, effects);
                case "Service" -> service(object, change, path, effects);
                case "Ingress" -> ingress(object, change, path, effects);
                default -> {}
            }
        }
    }

    private static void scaled(ObjectChange.Changed object, Change change, String path, Effects effects) {
        boolean none = path.equals("spec.replicas")
                && Pods.replicas(object.after()) == 0
                && Pods.replicas(object.before()) > 0;
        if (none) {
            String pods = Pods.counted(Pods.replicas(object.before()));
            effects.add(Meaning.DISRUPTS, object, change, "Stops all of its " + pods, "");
        }
    }

    private static void service(ObjectChange.Changed object, Change change, String path, Effects effects) {
        if (path.equals("spec.ports") && change instanceof Change.Removed) {
            effects.add(
                    Meaning.DISRUPTS,
                    object,
                    change,
                    "Port %s is served no more".formatted(change.trail().itemOf("ports")),
                    "Move its clients to another port first");
        } else if (Pods.isBelow(path, "spec.selector")) {
            effects.add(
                    Meaning.DISRUPTS,
                    object,
                    change,
                    "It finds other pods by its new selector: until those are ready it has none",
                    "Let the old and the new pods carry the labels of both selectors for one release");
        } else if (path.equals("spec.type")
                && ServiceFields.openness(ServiceFields.type(object.after()))
                        < ServiceFields.openness(ServiceFields.type(object.before()))) {
            effects.add(
                    Meaning.DISRUPTS,
                    object,
                    change,
                    "It is no longer reached from outside: %s becomes %s"
                            .formatted(ServiceFields.type(object.before()), ServiceFields.type(object.after())),
                    "Move its clients to another address first");
        }
    }

    private static void ingress(ObjectChange.Changed object, Change change, String path, Effects effects) {
        boolean host = path.equals("spec.rules") || path.equals("spec.rules.http.paths");
        if (host && change instanceof Change.Removed removed) {
            String where = change.trail().itemOf("rules");
            effects.add(
                    Meaning.DISRUPTS,
                    object,
                    change,
                    path.equals("spec.rules")
                            ? "The host %s is answered no more"
                                    .formatted(where.isEmpty() ? host(removed.before()) : where)
                            : "The path %s of %s is answered no more"
                                    .formatted(change.trail().itemOf("paths"), where),
                    "");
        } else if (path.equals("spec.ingressClassName")) {
            effects.add(
                    Meaning.DISRUPTS,
                    object,
                    change,
                    "Another controller answers it, under another address",
                    "Point DNS there first");
        }
    }

    private static String host(Node rule) {
        return rule instanceof MapNode map ? map.string("host").orElse("*") : "*";
    }
}
