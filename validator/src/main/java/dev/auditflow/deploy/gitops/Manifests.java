package dev.auditflow.deploy.gitops;

import dev.auditflow.attest.VerifiedRelease;
import dev.auditflow.config.GitSettings.Reconciler;
import dev.auditflow.manifest.Resource;
import dev.auditflow.yaml.MapNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The objects of a verified release, by what becomes of them.
 *
 * @param committed go to the branch
 * @param tests hooks that {@code helm test} would run; the promoter runs them itself
 * @param warnings what the reconciler does otherwise than Helm, in sentences
 */
public record Manifests(List<Resource> committed, List<Resource> tests, List<String> warnings) {
    private static final Set<String> TESTS = Set.of("test", "test-success", "test-failure");

    /** Hooks that Argo CD runs before or after a sync, or when the Application goes. */
    private static final Set<String> SYNC_HOOKS =
            Set.of("pre-install", "pre-upgrade", "post-install", "post-upgrade", "pre-delete", "post-delete");

    public Manifests {
        committed = List.copyOf(committed);
        tests = List.copyOf(tests);
        warnings = List.copyOf(warnings);
    }

    /**
     * Sorts the objects of a release.
     *
     * @throws GitException if one of them must not be in Git, or the reconciler cannot treat it as Helm does
     */
    public static Manifests of(VerifiedRelease release, Reconciler reconciler) throws GitException {
        return of(release.resources(), release.target().name(), reconciler);
    }

    /** The same with the objects of any rendering; {@code target} names it. */
    public static Manifests of(List<Resource> objects, String target, Reconciler reconciler) throws GitException {
        List<Resource> committed = new ArrayList<>();
        List<Resource> tests = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        for (Resource object : objects) {
            List<String> events = events(object);
            if (!events.isEmpty() && TESTS.containsAll(events)) {
                tests.add(object);
            } else if (events.isEmpty() || isRun(object, events, reconciler)) {
                requireNoSecret(object);
                committed.add(object);
                warn(object, reconciler, warnings);
            } else {
                warnings.add("Argo CD runs no hook %s (%s), so it is not committed"
                        .formatted(object.id(), String.join(", ", events)));
            }
        }
        if (committed.isEmpty()) {
            throw GitException.refused("%s renders no object that could be committed".formatted(target));
        }
        return new Manifests(committed, tests, warnings);
    }

    private static List<String> events(Resource object) {
        return object.annotation("helm.sh/hook").stream()
                .flatMap(text -> List.of(text.split(",", -1)).stream())
                .map(String::strip)
                .filter(event -> !event.isEmpty())
                .toList();
    }

    private static boolean isRun(Resource object, List<String> events, Reconciler reconciler) throws GitException {
        return switch (reconciler) {
            case ARGOCD -> events.stream().anyMatch(SYNC_HOOKS::contains);
            case FLUX ->
                throw GitException.refused(
                        "%s is a hook (%s), and Flux would treat it as an object like any other; take it out of the chart, or let Argo CD run it"
                                .formatted(object.id(), String.join(", ", events)));
        };
    }

    private static void requireNoSecret(Resource object) throws GitException {
        boolean secret =
                object.id().kind().equals("Secret") && object.id().group().isEmpty();
        if (secret && (holds(object, "data") || holds(object, "stringData"))) {
            throw GitException.refused(
                    "%s would lie in Git for everybody to read; encrypt it by SOPS (\"secrets\" under \"deploy\"), or let the chart name an ExternalSecret"
                            .formatted(object.id()));
        }
    }

    private static boolean holds(Resource object, String field) {
        return object.root()
                .get(field)
                .filter(node -> !(node instanceof MapNode map) || !map.entries().isEmpty())
                .isPresent();
    }

    private static void warn(Resource object, Reconciler reconciler, List<String> warnings) {
        boolean keep = object.annotation("helm.sh/resource-policy").orElse("").equals("keep");
        boolean kept = object.annotation("kustomize.toolkit.fluxcd.io/prune")
                .orElse("")
                .equals("disabled");
        if (keep && !kept && reconciler == Reconciler.FLUX) {
            warnings.add(
                    "Flux deletes %s once the chart leaves it out: annotate it with kustomize.toolkit.fluxcd.io/prune: disabled too"
                            .formatted(object.id()));
        }
    }
}
