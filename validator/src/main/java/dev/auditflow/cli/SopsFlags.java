package dev.auditflow.cli;

import dev.auditflow.config.ConfigException;
import dev.auditflow.config.Target;
import dev.auditflow.render.SealedValues;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Flags of commands that look into encrypted values only if they are asked to. */
final class SopsFlags {
    @Option(
            names = "--decrypt",
            description = "Decrypt values files of SOPS, in memory; without it, their values stay encrypted.")
    private boolean decrypt;

    @Mixin
    private AgeFlags ageFlags = new AgeFlags();

    /** What targets with encrypted values take for them; the others are left out. @throws ConfigException with a sentence */
    Map<Target, SealedValues> opened(List<Target> targets) throws ConfigException {
        Map<Target, SealedValues> opened = new HashMap<>();
        if (!decrypt && !ageFlags.isGiven()) {
            return opened;
        }
        for (Target target : targets) {
            try {
                SealedValues values = ageFlags.opened(target);
                if (!values.digests().isEmpty()) {
                    opened.put(target, values);
                }
            } catch (AgeFlags.Undecrypted e) {
                throw new ConfigException(e.sentence());
            }
        }
        return opened;
    }
}
