package dev.auditflow.deploy;

import dev.auditflow.attest.VerifiedRelease;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a promotion would find and do now, step by step. It takes no lease and changes nothing; helm is asked for what it would
 * send. A step that would stop it does not hide the others.
 */
public final class Forecast {
    private final Site site;
    private final Bake bake;
    private final @Nullable GitForecast branch;
    private final List<Step> steps = new ArrayList<>();

    /**
     * One step.
     *
     * @param goes whether a promotion would go on
     */
    public record Step(String name, boolean goes, String explanation) {}

    /**
     * Looks at a site.
     *
     * @param branch if a reconciler brings releases there
     */
    public Forecast(Site site, Bake bake, @Nullable GitForecast branch) {
        this.site = site;
        this.bake = bake;
        this.branch = branch;
    }

    /** Something that stops a promotion by an exception. */
    private interface Look {
        String explanation() throws DeployException;
    }

    /** The steps of bringing a release, in their order. */
    public List<Step> of(VerifiedRelease release) {
        String namespace = release.target().options().namespace();
        String name = release.target().options().releaseName();
        look("namespace", () -> {
            Preconditions.namespace(site, namespace);
            return namespace;
        });
        if (branch == null) {
            look("rights", () -> {
                new Rights(site.cluster()).require(release.resources(), namespace);
                return "those that helm needs";
            });
        }
        look("lease", () -> lease(ReleaseLock.look(site.cluster(), namespace, name)));
        look("hold", () -> hold(ReleaseLock.look(site.cluster(), namespace, name), release));
        look("ledger", () -> {
            LedgerChain chain = Ledger.of(site, namespace, name).chain();
            return "%d rows, head %s".formatted(chain.entries().size(), chain.head());
        });
        if (branch == null) {
            look("revision", () -> revision(new HelmStorage(site.cluster(), namespace, name).last(), release));
            look("helm", () -> helm(release));
        } else {
            look("reconciler", () -> branch.reconciler(release));
            look("branch", () -> branch.branch(release));
        }
        Irreversible.of(release.resources()).forEach(sentence -> steps.add(new Step("way back", true, sentence)));
        look("way back", () -> branch == null ? wayBack(release, namespace, name) : branch.wayBack(release));
        if (bake.isOn()) {
            look("bake", () -> {
                List<String> said = new ArrayList<>();
                bake.baseline(said::add);
                said.addFirst(bake.length());
                return String.join("; ", said);
            });
        }
        return List.copyOf(steps);
    }

    private void look(String name, Look look) {
        try {
            steps.add(new Step(name, true, look.explanation()));
        } catch (DeployException e) {
            steps.add(new Step(name, false, e.sentence()));
        }
    }

    private static String lease(ReleaseLock.State state) throws DeployException {
        String step = state.journal()
                .map(journal -> " at the step "
                        + journal.step().name().toLowerCase(Locale.ROOT).replace('_', ' '))
                .orElse("");
        if (!state.holder().isEmpty()) {
            return "%s holds or left it%s; it would be waited for".formatted(state.holder(), step);
        }
        return step.isEmpty() ? "free" : "free; a promotion was left" + step + " and would be gone on with";
    }

    private String hold(ReleaseLock.State state, VerifiedRelease release) throws DeployException {
        Optional<Hold> hold = state.hold();
        if (hold.isPresent() && hold.get().stops(release.bundle())) {
            throw hold.get().refusal(release.target(), site.environment());
        }
        return hold.isPresent() ? "another rendering is held, not this one" : "none";
    }

    private static String revision(Optional<StoredRelease> last, VerifiedRelease release) throws DeployException {
        if (last.isEmpty()) {
            return "none; it would be installed";
        }
        if (last.get().isPending()) {
            return "%d is %s; it would be freed once its helm is known to be gone"
                    .formatted(last.get().revision(), last.get().status());
        }
        return SentObjects.runs(release, last.get())
                ? "%d is this rendering; only its health would be looked at"
                        .formatted(last.get().revision())
                : "%d, %s; it would be upgraded"
                        .formatted(last.get().revision(), last.get().status());
    }

    private String helm(VerifiedRelease release) throws DeployException {
        String differences = SentObjects.differences(release, site.program().preview(release));
        if (!differences.isEmpty()) {
            throw DeployException.refused("it would send something else than was judged: " + differences);
        }
        return "would send what was judged, %d objects"
                .formatted(release.resources().size());
    }

    private String wayBack(VerifiedRelease release, String namespace, String name) throws DeployException {
        HelmStorage storage = new HelmStorage(site.cluster(), namespace, name);
        Optional<Retreat.Good> good =
                Retreat.lastGood(site, storage, Ledger.of(site, namespace, name), release.bundle());
        return good.map(one ->
                        "revision %d, which was healthy".formatted(one.stored().revision()))
                .orElse("no revision that was healthy is kept; a first install would be taken away again");
    }
}
