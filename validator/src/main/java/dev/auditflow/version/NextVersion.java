package dev.auditflow.version;

import dev.auditflow.config.VersionedPart;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What comes next for a part, and why.
 *
 * @param chart name of its chart
 * @param current the version in its files
 * @param last the version that was released last; null before the first release
 * @param reasons for the bump, each a sentence without its full stop
 * @param commits since the last release that changed its files, the newest first
 */
public record NextVersion(
        VersionedPart part,
        String chart,
        SemanticVersion current,
        @Nullable SemanticVersion last,
        Bump bump,
        List<String> reasons,
        List<Commit> commits) {
    public NextVersion {
        reasons = List.copyOf(reasons);
        commits = List.copyOf(commits);
    }

    /** The version that was released last. */
    public Optional<SemanticVersion> released() {
        return Optional.ofNullable(last);
    }

    /** The version after the last release; a part that was never released starts with what its files say. */
    public SemanticVersion next() {
        return last == null ? current : last.after(bump);
    }

    /** Whether its files promise less than it changes. */
    public boolean isBehind() {
        return current.compareTo(next()) < 0;
    }

    /** Whether its files name a version that is not released and promises enough. */
    public boolean isToPublish() {
        return !isBehind() && (last == null || current.compareTo(last) > 0);
    }

    NextVersion with(Growth growth) {
        return new NextVersion(part, chart, current, last, growth.bump(), growth.reasons(), commits);
    }
}
