package org.imageengine.distributors;

/** What an image definition is made with. */
public record DefinitionSpec(
    OsType osType,
    Generation generation,
    String publisher,
    String offer,
    String sku,
    String location) {}
