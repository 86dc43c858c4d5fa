package dev.auditflow.deploy.gitops;

import dev.auditflow.host.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code git push --porcelain} of one branch came to.
 *
 * @param words of git, and of hooks of the remote
 */
record PushAnswer(Kind kind, String words) {
    private static final Pattern REJECTED = Pattern.compile("!\t[^\t]*\t(.*)");
    private static final Pattern OVERTAKEN = Pattern.compile(
            ".*\\((stale info|fetch first|non-fast-forward|incorrect old value provided|reference already exists"
                    + "|cannot lock ref.*|failed to lock|failed to update ref|.*is at [0-9a-f]+ but expected.*)\\)");
    private static final String REMOTE = "remote: ";

    /** How it ended. */
    enum Kind {
        /** The branch is at the commit. */
        PUSHED,
        /** The branch is at another commit than was expected. */
        OVERTAKEN,
        /** The remote does not want it, whatever the branch is at. */
        REFUSED,
        /** The connection broke, or there is no right to it. */
        UNCLEAR
    }

    static PushAnswer of(Command.Result result) {
        if (result.exitCode() == 0) {
            return new PushAnswer(Kind.PUSHED, "");
        }
        Optional<String> reason = result.output()
                .lines()
                .map(REJECTED::matcher)
                .filter(Matcher::matches)
                .map(match -> match.group(1))
                .findFirst();
        if (reason.isEmpty()) {
            return new PushAnswer(Kind.UNCLEAR, RemoteWords.of(result));
        }
        boolean overtaken = OVERTAKEN.matcher(reason.get()).matches();
        return new PushAnswer(overtaken ? Kind.OVERTAKEN : Kind.REFUSED, reason.get() + said(result));
    }

    /** What a hook of the remote printed. */
    private static String said(Command.Result result) {
        List<String> lines = new ArrayList<>();
        for (String line : result.errors().lines().toList()) {
            if (line.startsWith(REMOTE) && !line.substring(REMOTE.length()).isBlank()) {
                lines.add(line.substring(REMOTE.length()).strip());
            }
        }
        // Words of another machine must not move the cursor of this one.
        return lines.isEmpty() ? "" : " (" + String.join(" ", lines).replaceAll("\\p{Cntrl}", "?") + ")";
    }
}
