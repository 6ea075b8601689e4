package org.layergraft.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.layergraft.model.ModelGraph;
import org.layergraft.model.ShapeReport;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Texts;
import org.layergraft.ui.App;
import org.layergraft.ui.Snapshot;
import org.layergraft.ui.canvas.Drawing;
import org.layergraft.ui.canvas.GraphLayout;
import org.layergraft.ui.canvas.GraphSvg;

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

    @Override
    public String svg(ModelGraph graph, ShapeReport shapes) {
        return GraphSvg.write(GraphLayout.of(Drawing.of(graph, "")), graph.title(), shapes, new Texts(Locale.ENGLISH));
    }
}
