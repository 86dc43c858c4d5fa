package dev.auditflow.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every way in which a file can change is noticed; the waiting itself has no bound but the test's. */
@Timeout(120)
final class FileWatchTest {
    @TempDir
    private Path folder;

    @Test
    void noticesEditsNewFilesNewFoldersDeletionsAndReplacements() throws Exception {
        Path file = Files.writeString(folder.resolve("a.yaml"), "a: 1\n");
        FileWatch watch = new FileWatch();
        watch.add(List.of(folder));

        Files.writeString(file, "a: 22\n");
        assertThat(watch.await()).containsExactly(file);

        Path added = Files.createDirectories(folder.resolve("new/deep")).resolve("b.yaml");
        Files.writeString(added, "b: 1\n");
        assertThat(watch.await()).containsExactly(added);

        Path saved = Files.writeString(folder.resolve("a.yaml.swp"), "a: 33\n");
        Files.move(saved, file, StandardCopyOption.REPLACE_EXISTING);
        assertThat(watch.await()).containsExactly(file);

        Files.delete(added);
        assertThat(watch.await()).containsExactly(added);
    }

    @Test
    void waitsForWhatIsNotThereYetAndForgetsNothingSavedInBetween() throws Exception {
        Path file = folder.resolve("later.yaml");
        FileWatch watch = new FileWatch();
        watch.add(List.of(file));
        assertThat(watch.files()).isZero();
        Files.writeString(file, "a: 1\n");
        watch.add(List.of(file, folder.resolve("other")));
        assertThat(watch.await()).containsExactly(file);
        assertThat(watch.files()).isEqualTo(1);
    }

    @Test
    void aLinkThatLeadsBackIsNoEndlessFolder() throws Exception {
        Files.createSymbolicLink(folder.resolve("loop"), folder);
        FileWatch watch = new FileWatch();
        watch.add(List.of(folder));
        Path file = Files.writeString(folder.resolve("a.yaml"), "a: 1\n");
        assertThat(watch.await()).containsExactly(file);
    }
}
