package org.layergraft.cli;

import java.nio.file.Path;
import java.util.List;
import org.layergraft.text.LayergraftException;
import org.layergraft.ui.App;
import org.layergraft.ui.Snapshot;

/** The window that this build has. */
final class JavaFxWindow implements Window {

    @Override
    public void open(List<String> arguments) {
        App.launch(arguments.stream().findFirst().map(Path::of));
        StartArchive.makeIfWanted();
    }

    @Override
    public void paint(Picture picture) throws LayergraftException {
        Snapshot.take(new Snapshot.Picture(
                picture.experiment(),
                picture.result(),
                picture.out(),
                picture.width(),
                picture.height(),
                picture.dark(),
                picture.language()));
    }
}
