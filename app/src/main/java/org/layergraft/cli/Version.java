package org.layergraft.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** From the jar's manifest; classes in a folder have none. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {"layergraft " + number()};
    }

    static String number() {
        return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                .orElse("(not packaged)");
    }
}
