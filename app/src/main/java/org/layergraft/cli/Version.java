package org.layergraft.cli;

import org.layergraft.report.UsedVersions;
import picocli.CommandLine.IVersionProvider;

/** From the jar's manifest; classes in a folder have none. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {"layergraft " + UsedVersions.own()};
    }
}
