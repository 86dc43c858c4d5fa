package dev.auditflow.init;

import dev.auditflow.host.Resources;
import java.util.regex.Pattern;

/** The text of a GitHub workflow that runs the gate. */
public final class WorkflowText {
    /** Where it belongs. */
    public static final String FILE = ".github/workflows/auditflow.yml";

    private static final Pattern REPOSITORY = Pattern.compile("[A-Za-z0-9-]{1,39}/[A-Za-z0-9._-]{1,100}");
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");

    private WorkflowText() {}

    /**
     * The workflow.
     *
     * @param repository {@code owner/name} on GitHub that holds this program
     * @param commit the commit of it to run, 40 hex digits; empty when it is not known
     * @param folder of auditflow.yaml below the checked out repository; {@code .} for its root
     * @throws IllegalArgumentException for a repository or commit that is none, which must not get into a workflow
     */
    public static String of(String repository, String commit, String folder) {
        if (!REPOSITORY.matcher(repository).matches()
                || !(commit.isEmpty() || COMMIT.matcher(commit).matches())) {
            throw new IllegalArgumentException("no repository and commit: " + repository + "@" + commit);
        }
        String pin = commit.isEmpty() ? "main # put the commit here that you reviewed" : commit;
        return Resources.text(WorkflowText.class, "workflow.yml")
                .replace("{{repository}}", repository)
                .replace("{{commit}}", pin)
                .replace("{{folder}}", ConfigText.scalar(folder));
    }
}
