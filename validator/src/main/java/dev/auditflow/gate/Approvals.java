package dev.auditflow.gate;

import dev.auditflow.check.Subject;
import dev.auditflow.check.golden.GoldenFile;
import dev.auditflow.check.golden.GoldenState;
import dev.auditflow.check.upgrade.Upgrade;
import dev.auditflow.diff.ObjectChange;
import dev.auditflow.host.AtomicFiles;
import dev.auditflow.host.TextFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a target renders beside its golden files, object by object, each of which may be accepted.
 *
 * @param upgrade what differs and what it means
 * @param approvals one for each change of {@code upgrade}, in its order
 * @param faults sentences about golden files that hold no object, or what they must not hold
 */
public record Approvals(Upgrade upgrade, List<Approval> approvals, List<String> faults) {
    public Approvals {
        approvals = List.copyOf(approvals);
        faults = List.copyOf(faults);
    }

    /**
     * One object.
     *
     * @param files what becomes of its golden files
     */
    public record Approval(ObjectChange change, List<FileChange> files) {
        public Approval {
            files = List.copyOf(files);
        }

        /**
         * Writes the golden file of the object.
         *
         * @throws IOException with a sentence if a file cannot be written or has become another one meanwhile
         */
        public void accept() throws IOException {
            for (FileChange file : files) {
                file.refuseIfChanged();
            }
            for (FileChange file : files) {
                file.make();
            }
        }

        /** Takes {@link #accept} back. */
        public void undo() throws IOException {
            for (FileChange file : files) {
                new FileChange(file.path(), file.after(), file.before()).make();
            }
        }
    }

    /**
     * One file.
     *
     * @param before its text, empty if it is not there
     * @param after its text, empty if it goes
     */
    public record FileChange(Path path, String before, String after) {
        private void refuseIfChanged() throws IOException {
            String now = Files.exists(path) ? TextFiles.read(path) : "";
            if (!now.equals(before) && !now.equals(after)) {
                throw new IOException(path + " has changed since the review began; begin it anew");
            }
        }

        private void make() throws IOException {
            if (after.isEmpty()) {
                Files.deleteIfExists(path);
            } else {
                AtomicFiles.write(path, after);
            }
        }
    }

    static Approvals of(String target, Path folder, Map<String, String> files, GoldenFile format, Subject subject) {
        Map<String, GoldenFile.Expected> expected = format.expected(subject.resources());
        GoldenState state = new GoldenState(format, files, expected, subject);
        List<Approval> approvals = new ArrayList<>();
        for (ObjectChange change : state.comparison().changes()) {
            String now = change instanceof ObjectChange.Removed ? "" : state.fileOf(change);
            String old = state.oldFileOf(change);
            List<FileChange> all = new ArrayList<>();
            if (!now.isEmpty()) {
                String text = Objects.requireNonNull(expected.get(now)).text();
                all.add(new FileChange(folder.resolve(now), files.getOrDefault(now, ""), text));
            }
            if (!old.isEmpty() && !old.equals(now)) {
                all.add(new FileChange(folder.resolve(old), files.getOrDefault(old, ""), ""));
            }
            approvals.add(new Approval(change, all));
        }
        List<String> faults = new ArrayList<>();
        state.unreadable().forEach((name, why) -> faults.add(folder.resolve(name) + " is no golden file: " + why));
        state.withSecrets()
                .forEach(name -> faults.add(folder.resolve(name)
                        + " holds what may be a credential; 'auditflow golden update' writes it without"));
        faults.sort(Comparator.naturalOrder());
        return new Approvals(new Upgrade(target, state.comparison(), state.effects()), approvals, faults);
    }
}
