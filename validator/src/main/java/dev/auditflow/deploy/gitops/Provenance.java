package dev.auditflow.deploy.gitops;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.auditflow.attest.VerifiedRelease;
import dev.auditflow.yaml.JsonTree;

/**
 * What a commit on an environment's branch leads back to.
 *
 * @param source the commit that the rendering was made from
 * @param target the release in its environment, by name
 * @param release its name
 * @param environment the name of the environment
 * @param rendering {@code sha256:<hex>} of the rendering
 * @param attestation {@code sha256:<hex>} of the statement that let it through
 * @param policies {@code sha256:<hex>} of the policies that judged
 * @param plan names the run; the ledger's row has the same
 * @param revision counts what was promoted to the environment
 * @param ledger hash of the ledger's last row before this
 * @param approval who approved; empty if nobody had to
 * @param actor who promotes
 */
public record Provenance(
        DryCommit source,
        String target,
        String release,
        String environment,
        String rendering,
        String attestation,
        String policies,
        String plan,
        int revision,
        String ledger,
        String approval,
        String actor) {
    private static final int SHORT = 12;

    /** Of a verified release; the other parameters are as above. */
    public static Provenance of(
            VerifiedRelease release,
            DryCommit source,
            String plan,
            int revision,
            String ledger,
            String approval,
            String actor) {
        return new Provenance(
                source,
                release.target().name(),
                release.target().release(),
                release.target().environment(),
                release.bundle(),
                release.attestation(),
                release.policies(),
                plan,
                revision,
                ledger,
                approval,
                actor);
    }

    /** The message of the commit, with trailers. */
    public String message() {
        StringBuilder text = new StringBuilder("%s: %s at %s\n\n%s\n\n"
                .formatted(
                        environment,
                        release,
                        source.sha().substring(0, Math.min(SHORT, source.sha().length())),
                        source.subject()));
        trailer(text, "Release", target);
        trailer(text, "Revision", Integer.toString(revision));
        trailer(text, "Rendering", rendering);
        trailer(text, "Attestation", attestation);
        trailer(text, "Source", (source.repository() + "@" + source.sha()).replaceFirst("^@", ""));
        trailer(text, "Plan", plan);
        trailer(text, "Ledger", ledger);
        trailer(text, "Approved-By", approval);
        trailer(text, "Actor", actor);
        return text.toString();
    }

    /**
     * The message of a commit that makes a release what it was in an earlier one.
     *
     * @param commit the earlier one
     * @param rendering what runs again
     */
    public static String back(
            String release,
            String environment,
            String commit,
            String rendering,
            String plan,
            String actor,
            String reason) {
        StringBuilder text = new StringBuilder("%s: %s back to %s\n\n%s\n\n"
                .formatted(environment, release, commit.substring(0, SHORT), reason.replaceAll("\\s+", " ")));
        trailer(text, "Back-To", commit);
        trailer(text, "Rendering", rendering);
        trailer(text, "Plan", plan);
        trailer(text, "Actor", actor);
        return text.toString();
    }

    /** The message of a commit that takes back a rendering that never was healthy, where there is none to go back to. */
    public static String takenBack(
            String release, String environment, String rendering, String plan, String actor, String reason) {
        StringBuilder text = new StringBuilder(
                "%s: %s taken back\n\n%s\n\n".formatted(environment, release, reason.replaceAll("\\s+", " ")));
        trailer(text, "Taken-Back", rendering);
        trailer(text, "Plan", plan);
        trailer(text, "Actor", actor);
        return text.toString();
    }

    /** The file {@code auditflow.metadata} of a release that was taken back. */
    static String taken(String target, String rendering, String plan) {
        return text(JsonNodeFactory.instance
                .objectNode()
                .put("release", target)
                .put("takenBack", rendering)
                .put("plan", plan));
    }

    private static void trailer(StringBuilder text, String name, String value) {
        if (!value.isEmpty()) {
            text.append("Auditflow-%s: %s\n".formatted(name, value.replaceAll("\\s+", " ")));
        }
    }

    /** The file {@code auditflow.metadata} of a release. */
    String metadata() {
        return text(JsonNodeFactory.instance
                .objectNode()
                .put("release", target)
                .put("revision", revision)
                .put("rendering", rendering)
                .put("attestation", attestation)
                .put("policies", policies)
                .put("approval", approval)
                .put("plan", plan)
                .put("ledger", ledger));
    }

    /** The file {@code hydrator.metadata} beside a release's manifests, in the form of Argo CD's hydrator. */
    String hydrator() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        put(node, "repoURL", source.repository());
        put(node, "drySha", source.sha());
        node.putArray("commands").add(command());
        return text(node);
    }

    /** The file {@code hydrator.metadata} at the root of the branch. */
    String rootHydrator() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        put(node, "repoURL", source.repository());
        put(node, "drySha", source.sha());
        put(node, "author", source.author());
        put(node, "date", source.date());
        put(node, "subject", source.subject());
        put(node, "body", source.body());
        return text(node);
    }

    /** As Go writes it: two spaces, none before a colon. */
    private static String text(ObjectNode node) {
        DefaultIndenter lines = new DefaultIndenter("  ", "\n");
        Separators separators =
                Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER);
        return JsonTree.write(
                        node,
                        new DefaultPrettyPrinter(separators)
                                .withObjectIndenter(lines)
                                .withArrayIndenter(lines))
                + "\n";
    }

    private static void put(ObjectNode node, String key, String value) {
        if (!value.isEmpty()) {
            node.put(key, value);
        }
    }

    private String command() {
        return "auditflow render " + target;
    }

    /** The file {@code README.md} beside a release's manifests. */
    String readme() {
        return """
                # %s

                Do not edit what is here: the next promotion replaces it. Change the chart or its values, and promote.

                ```shell
                git clone %s source && cd source
                git checkout %s
                %s
                auditflow verify %s
                ```

                | | |
                |---|---|
                | rendering | `%s` |
                | attestation | `%s` |
                | revision | %d |
                | row of the ledger | plan `%s` |
                """.formatted(
                        target,
                        source.repository().isEmpty() ? "REPOSITORY" : source.repository(),
                        source.sha(),
                        command(),
                        target,
                        rendering,
                        attestation,
                        revision,
                        plan);
    }
}
