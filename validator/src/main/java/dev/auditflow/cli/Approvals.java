package dev.auditflow.cli;

import dev.auditflow.attest.Approval;
import dev.auditflow.attest.KeyException;
import dev.auditflow.attest.VerifiedRelease;
import dev.auditflow.config.AttestationSettings;
import dev.auditflow.config.ConfigException;
import dev.auditflow.config.DeploySettings;
import dev.auditflow.deploy.DeployException;
import dev.auditflow.deploy.github.GitHubApprovals;
import dev.auditflow.host.TextFiles;
import dev.auditflow.host.WebClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Who approved a promotion, by a signature or as reviewer of GitHub's environment. */
record Approvals(AttestationSettings settings, TrustFlags flags, WebServices services) {
    /**
     * Who approved, for the ledger; empty if nobody has to.
     *
     * @param commit that is checked out
     * @throws DeployException if nobody did who may
     */
    String of(DeploySettings.Approval kind, VerifiedRelease release, String commit)
            throws ConfigException, DeployException {
        return switch (kind) {
            case NONE -> "";
            case SIGNED -> signed(release);
            case GITHUB -> reviewed(release.target().environment(), commit);
        };
    }

    private String signed(VerifiedRelease release) throws ConfigException, DeployException {
        List<Approval.Approver> approvers = new ArrayList<>();
        for (AttestationSettings.Approver approver : settings.approvers()) {
            approvers.add(new Approval.Approver(approver.name(), KeySources.verifying(approver.key())));
        }
        Path file = AttestationSettings.approvalOf(flags.folder(settings), release.target());
        try {
            return Approval.approver(
                    Files.exists(file) ? TextFiles.read(file) : "",
                    release,
                    settings.resourceOf(release.target()),
                    approvers,
                    settings.maxAge(),
                    Clock.systemUTC());
        } catch (TextFiles.Unusable e) {
            throw new ConfigException("The approval " + e.sentence());
        } catch (KeyException e) {
            throw DeployException.refused(e.sentence());
        }
    }

    private String reviewed(String environment, String commit) throws ConfigException, DeployException {
        Map<String, String> variables = System.getenv();
        String run = variables.getOrDefault("GITHUB_RUN_ID", "");
        if (!run.matches("[0-9]+")) {
            throw DeployException.refused(
                    "%s needs an approval at GitHub, and this is no run of a workflow there".formatted(environment));
        }
        String starter = variables.getOrDefault("GITHUB_TRIGGERING_ACTOR", variables.getOrDefault("GITHUB_ACTOR", ""));
        try {
            return switch (new GitHubApprovals(services.repository("", "", ""), run).of(environment, commit, starter)) {
                case GitHubApprovals.Review.Approved approved -> approved.approver();
                case GitHubApprovals.Review.Missing missing ->
                    throw DeployException.refused("%s needs an approval: %s".formatted(environment, missing.reason()));
            };
        } catch (WebClient.Failure e) {
            throw DeployException.refused(
                    "Approvals cannot be asked for: %s. Nothing was changed".formatted(e.sentence()));
        }
    }
}
