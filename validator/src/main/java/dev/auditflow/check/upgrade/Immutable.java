package dev.auditflow.check.upgrade;

import dev.auditflow.check.schema.Quantities;
import dev.auditflow.diff.Change;
import dev.auditflow.diff.ObjectChange;
import dev.auditflow.manifest.Resource;
import dev.auditflow.manifest.ResourceId;
import dev.auditflow.yaml.FieldPath;
import dev.auditflow.yaml.ScalarNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Says which changes the API server refuses. */
final class Immutable {
    private Immutable() {}

    static void check(ObjectChange.Changed object, Effects effects) {
        if (Release.isHook(object.before()) || Release.isHook(object.after()) || isReplaced(object.after())) {
            return;
        }
        List<ImmutableTable.Field> own = ImmutableTable.FIELDS.stream()
                .filter(field -> field.kind().equals(object.id().kind())
                        && field.group().equals(object.id().group()))
                .toList();
        for (Change change : object.changes()) {
            if (!Defaults.same(change)) {
                byTable(object, change, own, effects);
                bySwitch(object, change, effects);
            }
        }
        switch (object.id().kind()) {
            case "StatefulSet" -> leftOver(object, effects);
            case "Service" -> ServiceFields.check(object, effects);
            case "CustomResourceDefinition" -> Definitions.check(object, effects);
            default -> {}
        }
    }

    /** Argo CD deletes and makes anew what says so. */
    private static boolean isReplaced(Resource resource) {
        return resource.annotation("argocd.argoproj.io/sync-options")
                .filter(options -> options.contains("Replace=true") && options.contains("Force=true"))
                .isPresent();
    }

    /** @param own fields of objects of this kind */
    private static void byTable(
            ObjectChange.Changed object, Change change, List<ImmutableTable.Field> own, Effects effects) {
        ResourceId id = object.id();
        String path = change.trail().fields();
        boolean free = own.stream().anyMatch(field -> field.mutable() && Pods.isBelow(path, field.path()));
        Optional<ImmutableTable.Field> fixed = own.stream()
                .filter(field -> !field.mutable() && reaches(path, field.path()))
                .findFirst();
        if (fixed.isPresent() && !free && !mayChange(object, change, path)) {
            effects.add(
                    Meaning.FAILS,
                    object,
                    change,
                    "The API server refuses this: %s of a %s cannot change".formatted(change.trail(), id.kind()),
                    fixed.get().way().formatted(id.kind().toLowerCase(Locale.ROOT), id.name()));
        } else if (isShrunk(object, change, path)) {
            effects.add(
                    Meaning.FAILS,
                    object,
                    change,
                    "The API server refuses this: a claim cannot ask for less than it has",
                    "Keep the size, or make a new claim beside it and move the data");
        }
    }

    /** A block that goes or comes as a whole takes the field with it. */
    private static boolean reaches(String path, String field) {
        return Pods.isBelow(path, field) || (Pods.isBelow(field, path) && !path.isEmpty());
    }

    private static boolean mayChange(ObjectChange.Changed object, Change change, String path) {
        return switch (object.id().kind()) {
            case "Job" -> (isSuspended(object.before()) && isScheduling(path)) || isElastic(object, path);
            case "PersistentVolume" ->
                change instanceof Change.Added
                        && (path.endsWith("controllerExpandSecretRef") || path.equals("spec.nodeAffinity"));
            case "PersistentVolumeClaim" -> change instanceof Change.Added && path.equals("spec.volumeName");
            default -> false;
        };
    }

    private static boolean isSuspended(Resource job) {
        return Pods.text(job, "spec", "suspend").filter("true"::equals).isPresent();
    }

    private static boolean isScheduling(String path) {
        return Pods.isBelow(
                path,
                List.of(
                        "spec.template.metadata",
                        "spec.template.spec.nodeSelector",
                        "spec.template.spec.tolerations",
                        "spec.template.spec.affinity.nodeAffinity",
                        "spec.template.spec.schedulingGates"));
    }

    /** An indexed Job may grow and shrink with its parallelism. */
    private static boolean isElastic(ObjectChange.Changed object, String path) {
        Resource job = object.after();
        return path.equals("spec.completions")
                && Pods.text(job, "spec", "completionMode")
                        .filter("Indexed"::equals)
                        .isPresent()
                && Pods.text(job, "spec", "completions").equals(Pods.text(job, "spec", "parallelism"));
    }

    private static boolean isShrunk(ObjectChange.Changed object, Change change, String path) {
        return object.id().kind().equals("PersistentVolumeClaim")
                && path.equals("spec.resources.requests.storage")
                && change instanceof Change.Replaced replaced
                && replaced.before() instanceof ScalarNode was
                && replaced.after() instanceof ScalarNode is
                && Quantities.isLess(is.text(), was.text());
    }

    /** What the API server filled in for the old strategy stays beside the new one, which may not have it. */
    private static void leftOver(ObjectChange.Changed object, Effects effects) {
        for (Change change : object.changes()) {
            boolean strategy =
                    Pods.isBelow("spec.updateStrategy.type", change.trail().fields())
                            && Pods.text(object.after(), "spec", "updateStrategy", "type")
                                    .filter("OnDelete"::equals)
                                    .isPresent();
            boolean cleared = object.after()
                    .at(FieldPath.of("spec", "updateStrategy", "rollingUpdate"))
                    .isPresent();
            if (strategy && !cleared) {
                effects.add(
                        Meaning.FAILS,
                        object,
                        change,
                        "The API server refuses this: spec.updateStrategy.rollingUpdate, which it filled in, may not stay",
                        "Write 'rollingUpdate: null' beside 'type: OnDelete' for this upgrade");
            }
        }
    }

    /** A ConfigMap or Secret that called itself immutable. */
    private static void bySwitch(ObjectChange.Changed object, Change change, Effects effects) {
        boolean kind = List.of("ConfigMap", "Secret").contains(object.id().kind())
                && object.id().group().isEmpty();
        if (!kind) {
            return;
        }
        String path = change.trail().fields();
        boolean switched = object.before()
                .at(FieldPath.of("immutable"))
                .filter(node ->
                        node instanceof ScalarNode scalar && scalar.text().equals("true"))
                .isPresent();
        if (switched && Pods.isBelow(path, List.of("data", "binaryData", "stringData", "immutable"))) {
            effects.add(
                    Meaning.FAILS,
                    object,
                    change,
                    "The API server refuses this: the %s is immutable"
                            .formatted(object.id().kind()),
                    "Give it a new name, for example one with a checksum, and let the pods refer to that");
        }
    }
}
