package dev.auditflow.cli;

import dev.auditflow.bump.Bump;
import dev.auditflow.bump.ImageTag;
import dev.auditflow.config.Config;
import dev.auditflow.config.ConfigException;
import dev.auditflow.config.ConfigReader;
import dev.auditflow.config.Target;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code auditflow bump}: another image in a values file, and not one other byte. */
@Command(
        name = "bump",
        description = {
            "Sets the image of a service in the values of an environment, in place: comments, quotes, line ends and all other bytes stay.",
            "What cannot be done exactly is refused, and nothing is written then."
        },
        mixinStandardHelpOptions = true)
final class BumpCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "SERVICE",
            description = "Subchart, or the keys of the values that hold its image, as in store.postgresql.")
    private String service = "";

    @Parameters(paramLabel = "TAG[@DIGEST]", description = "Its new tag, with a digest or without.")
    private String tag = "";

    @Option(names = "--env", paramLabel = "NAME", required = true, description = "The environment.")
    private String environment = "";

    @Option(names = "--release", paramLabel = "NAME", description = "Which release, if several have the service.")
    private String release = "";

    @Option(names = "--shared", description = "Edit the file even if other environments take the image from it too.")
    private boolean shared;

    @Option(names = "--dry-run", description = "Say what would be written, and write nothing.")
    private boolean dryRun;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "Configuration (default: auditflow.yaml).")
    private Path config = Path.of(Config.FILE_NAME);

    @Override
    public Integer call() throws ConfigException {
        ImageTag image = ImageTag.read(tag)
                .orElseThrow(() -> new ConfigException("\"%s\" is not %s".formatted(tag, ImageTag.FORM)));
        Config settings = ConfigReader.read(config);
        Target target = target(settings);
        Bump bump = Bump.of(settings.targets(), target, service, image);
        List<String> others = bump.affected().stream()
                .filter(name -> !name.equals(target.release() + "/" + environment))
                .toList();
        PrintWriter out = spec.commandLine().getOut();
        if (bump.changes().isEmpty()) {
            out.printf("%s says %s already; nothing was written%n", bump.file(), image);
            return ExitCode.PASS;
        }
        if (!others.isEmpty() && !shared) {
            throw new ConfigException(
                    "%s sets the image for %s too; set it in a values file of %s first, or give --shared to change all of them. Nothing was changed"
                            .formatted(bump.file(), String.join(", ", others), environment));
        }
        if (!dryRun) {
            write(bump);
        }
        for (Bump.Change change : bump.changes()) {
            out.printf(
                    "%s:%d: %s: %s -> %s%n",
                    bump.file(), change.line(), change.path(), quoted(change.before()), quoted(change.after()));
        }
        say(settings, bump, out);
        return ExitCode.PASS;
    }

    private Target target(Config settings) throws ConfigException {
        if (!settings.environments().contains(environment)) {
            throw new ConfigException("There is no environment \"%s\" in %s; it lists %s"
                    .formatted(environment, config, String.join(", ", settings.environments())));
        }
        List<Target> candidates = settings.targets().stream()
                .filter(one -> one.environment().equals(environment)
                        && one.golden()
                        && (release.isEmpty() || one.release().equals(release)))
                .toList();
        if (candidates.isEmpty()) {
            throw new ConfigException("%s has no release%s that goes to %s"
                    .formatted(config, release.isEmpty() ? "" : " \"" + release + "\"", environment));
        }
        List<Target> owners = Bump.owners(candidates, service);
        if (owners.size() > 1) {
            throw new ConfigException("%s is a service of several releases (%s); choose one by --release"
                    .formatted(
                            service,
                            String.join(
                                    ", ", owners.stream().map(Target::release).toList())));
        }
        return owners.isEmpty() ? candidates.getFirst() : owners.getFirst();
    }

    private static void write(Bump bump) throws ConfigException {
        try {
            bump.write();
        } catch (IOException e) {
            throw new ConfigException("The file %s cannot be written: %s".formatted(bump.file(), e.getMessage()));
        }
    }

    private void say(Config settings, Bump bump, PrintWriter out) {
        if (dryRun) {
            out.println("nothing was written (--dry-run)");
        } else if (Files.isDirectory(settings.golden())) {
            out.printf(
                    "The golden files show it after 'auditflow golden update %s'; read their diff before you commit it%n",
                    String.join(" ", bump.affected()));
        }
    }

    private static String quoted(String value) {
        return '"' + value + '"';
    }
}
