package dev.auditflow.cli;

import dev.auditflow.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * {@code auditflow train}: several commands in one process. The launcher keeps the classes that this process loads and links
 * for those that come after it.
 */
@Command(name = "train", hidden = true, description = "Runs the commands of a file one after the other.")
final class TrainCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "A command on each line, its words between blanks.")
    private Path file = Path.of("");

    @Override
    public Integer call() throws ConfigException {
        try {
            for (String line : Files.readAllLines(file)) {
                Main.run(line.split(" "));
            }
        } catch (IOException e) {
            throw new ConfigException(file + " cannot be read: " + e.getMessage());
        }
        return ExitCode.PASS;
    }
}
