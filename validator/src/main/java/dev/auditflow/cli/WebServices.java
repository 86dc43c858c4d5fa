package dev.auditflow.cli;

import dev.auditflow.config.BakeSettings;
import dev.auditflow.config.ConfigException;
import dev.auditflow.config.Target;
import dev.auditflow.deploy.Bake;
import dev.auditflow.deploy.alert.Alertmanager;
import dev.auditflow.host.WebClient;

/** The servers beside the cluster that a promotion asks or tells. */
record WebServices(WebClient web) {
    /** The bake window of a target. @throws ConfigException if its token cannot be read */
    Bake bake(BakeSettings settings, Target target) throws ConfigException {
        if (!settings.seesAlerts()) {
            return new Bake(settings, null, Thread::sleep);
        }
        String token = settings.token().isEmpty() ? "" : KeySources.token(settings.token());
        Alertmanager alertmanager = new Alertmanager(
                web,
                settings.alertmanager(),
                settings.matchersFor(target.options().namespace()),
                token);
        return new Bake(settings, alertmanager, Thread::sleep);
    }
}
