package dev.auditflow.deploy.gitops;

import dev.auditflow.manifest.Resource;
import java.util.List;
import java.util.Set;

/**
 * What stays on a branch of a rendering that never was healthy: what holds data or is meant to stay. Where there is no such object, one
 * that runs nothing stays, since an empty folder is an error to reconcilers, which then delete nothing at all.
 */
public final class Remains {
    private static final Set<String> DATA =
            Set.of("PersistentVolumeClaim", "PersistentVolume", "Namespace", "CustomResourceDefinition");
    private static final List<String> IDLE = List.of("ConfigMap", "ServiceAccount", "Service", "NetworkPolicy", "Role");

    private Remains() {}

    /** The objects that stay, out of all; empty if none may. */
    public static List<Resource> of(List<Resource> objects) {
        List<Resource> kept = objects.stream().filter(Remains::isKept).toList();
        return kept.isEmpty()
                ? IDLE.stream()
                        .flatMap(kind -> objects.stream()
                                .filter(object -> object.id().kind().equals(kind))
                                .filter(object ->
                                        object.annotation("helm.sh/hook").isEmpty()))
                        .limit(1)
                        .toList()
                : kept;
    }

    private static boolean isKept(Resource object) {
        return DATA.contains(object.id().kind())
                || is(object, "helm.sh/resource-policy", "keep")
                || is(object, "kustomize.toolkit.fluxcd.io/prune", "disabled")
                || object.annotation("argocd.argoproj.io/sync-options")
                        .filter(options -> options.contains("Prune=false") || options.contains("Delete=false"))
                        .isPresent();
    }

    private static boolean is(Resource object, String annotation, String value) {
        return object.annotation(annotation).filter(value::equals).isPresent();
    }
}
