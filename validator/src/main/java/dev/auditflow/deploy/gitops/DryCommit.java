package dev.auditflow.deploy.gitops;

import dev.auditflow.host.Command;
import dev.auditflow.host.Git;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The commit that a rendering was made from: what hydrators call the dry one.
 *
 * @param repository the URL of its remote {@code origin}, without credentials; empty if it has none
 * @param sha its number
 * @param author {@code Name <address>}
 * @param date of the author, RFC 3339
 * @param subject the first line of its message
 * @param body the rest; may be empty
 */
public record DryCommit(String repository, String sha, String author, String date, String subject, String body) {
    private static final int FIELDS = 5;

    /**
     * The commit that is checked out, on a branch or not.
     *
     * @param folder inside the repository
     * @param sources files and folders that the rendering is made from: they must be as committed
     * @throws GitException if there is no commit, or the files are not as in it
     */
    public static DryCommit of(Path folder, List<Path> sources) throws GitException {
        Git git = Git.in(folder).with(Map.of("TZ", "UTC"));
        try {
            String shown = git.output(
                    List.of(
                            "log",
                            "-1",
                            "--no-show-signature",
                            "--date=iso-strict-local",
                            "--format=%H%x00%an <%ae>%x00%ad%x00%s%x00%b",
                            "HEAD"),
                    "There is no commit that the rendering could be led back to; promote from a checkout of the repository");
            String[] fields = shown.stripTrailing().split("\0", -1);
            if (fields.length != FIELDS) {
                throw GitException.refused("git does not say what the commit is that is checked out");
            }
            List<String> status =
                    new ArrayList<>(List.of("status", "--porcelain", "-z", "--untracked-files=all", "--"));
            sources.forEach(source -> status.add(source.toAbsolutePath().toString()));
            String changed = git.output(status, "git does not say whether the working tree is as committed");
            if (!changed.isEmpty()) {
                throw GitException.refused(
                        "%s is not as in the commit %s, so the commit would not lead back to what is promoted; commit it, or take it back"
                                .formatted(
                                        changed.split("\0", -1)[0].substring("XY ".length()),
                                        fields[0].substring(0, 12)));
            }
            Command.Result origin = git.run(List.of("remote", "get-url", "origin"));
            return new DryCommit(
                    origin.exitCode() == 0 ? Remote.shown(origin.output().strip()) : "",
                    fields[0],
                    fields[1],
                    fields[2].replace("+00:00", "Z"),
                    fields[3],
                    fields[4].strip());
        } catch (Command.Failure e) {
            throw GitException.refused(String.valueOf(e.getMessage()));
        }
    }
}
