package org.layergraft.step;

import java.util.List;
import org.layergraft.model.Parameter;

/** What libtorch itself says of an archive: the last word on names and shapes. */
public record ModelDescription(List<Parameter> parameters, List<String> methods, String libtorch) {}
