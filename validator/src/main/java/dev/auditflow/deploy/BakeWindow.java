package dev.auditflow.deploy;

import dev.auditflow.manifest.Resource;
import java.time.Instant;
import java.util.List;

/** The bake window of a run, behind a step of its journal. */
record BakeWindow(Site site, ReleaseLock lock, Bake bake) {
    /**
     * Watches, if a window is wanted.
     *
     * @param brought when the cluster got the objects
     */
    Acceptance.Result of(Journal journal, Instant brought, List<Resource> objects, String namespace)
            throws DeployException {
        if (!bake.isOn()) {
            return Acceptance.Proof.none(journal);
        }
        Journal baking = journal.at(Journal.Step.BAKING);
        lock.write(baking);
        site.say().accept("watching it for " + bake.length());
        Bake.Result result = bake.watch(baking.baseline(), brought, () -> {
            lock.check();
            return ReleaseHealth.of(site.cluster(), objects, namespace, site.clock())
                    .unhealthy();
        });
        return switch (result) {
            case Bake.Result.Quiet quiet -> new Acceptance.Proof(baking, quiet.account(), "");
            case Bake.Result.Trouble bad ->
                new Acceptance.Failed(baking.failed(bad.cause(), bad.sentence()), Bake.evidence(bad.alerts()));
            case Bake.Result.Unknown unknown -> {
                site.say().accept(unknown.sentence());
                String account = "%s: nobody knows whether alerts fired".formatted(bake.length());
                yield new Acceptance.Proof(baking, account, bake.passesUnseen() ? "" : unknown.sentence());
            }
        };
    }
}
