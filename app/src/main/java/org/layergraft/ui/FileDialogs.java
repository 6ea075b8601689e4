package org.layergraft.ui;

import java.io.File;
import java.nio.file.Path;
import java.util.Optional;
import javafx.stage.FileChooser;
import javafx.stage.Window;
import org.layergraft.ui.common.Words;

/** Asks a person for a file. */
interface FileDialogs {

    /** What a file is for: its title is {@code dialog.ID}, its description {@code dialog.ID.files}. */
    enum Kind {
        OPEN("*.pt", "*.pth", "*.ts", "*.graft", "*.capture.json"),
        EXPERIMENT("*.graft"),
        SAVE("*.pt", "*.pth", "*.ts"),
        SCRIPT("*.json"),
        PYTHON("*.py"),
        TORCHRUN("*.py"),
        GRAPH("*.svg", "*.pdf"),
        COVERAGE("*.csv", "*.json"),
        REPORT("*.html", "*.pdf", "*.md"),
        CONFIG("*.py", "*.yaml", "*.yml", "*.json"),
        CONFIG_NEW("*.py"),
        ARRAYS("*.npz", "*.npy");

        private final String[] patterns;

        Kind(String... patterns) {
            this.patterns = patterns;
        }

        String key() {
            return "dialog." + name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** @param folder where to begin looking */
    Optional<Path> open(Kind kind, Optional<Path> folder);

    Optional<Path> save(Kind kind, Optional<Path> folder, String proposedName);

    /** The system's own. */
    record Native(Words words, java.util.function.Supplier<Window> owner) implements FileDialogs {

        @Override
        public Optional<Path> open(Kind kind, Optional<Path> folder) {
            return Optional.ofNullable(chooser(kind, folder).showOpenDialog(owner.get()))
                    .map(File::toPath);
        }

        @Override
        public Optional<Path> save(Kind kind, Optional<Path> folder, String proposedName) {
            var chooser = chooser(kind, folder);
            chooser.setInitialFileName(proposedName);
            return Optional.ofNullable(chooser.showSaveDialog(owner.get())).map(File::toPath);
        }

        private FileChooser chooser(Kind kind, Optional<Path> folder) {
            var chooser = new FileChooser();
            chooser.setTitle(words.get(kind.key()));
            chooser.getExtensionFilters()
                    .setAll(
                            new FileChooser.ExtensionFilter(words.get(kind.key() + ".files"), kind.patterns),
                            new FileChooser.ExtensionFilter(words.get("dialog.all"), "*.*"));
            folder.map(Path::toFile).filter(File::isDirectory).ifPresent(chooser::setInitialDirectory);
            return chooser;
        }
    }
}
