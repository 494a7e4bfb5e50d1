namespace KubeApi.Yaml;

/// <summary>A document of a text.</summary>
/// <param name="Json">Its value in UTF-8.</param>
/// <param name="Start">Where its part of the text begins, from 0.</param>
/// <param name="End">Where that part ends.</param>
/// <param name="ValueIndex">Where the value begins.</param>
internal readonly record struct YamlDocument(byte[] Json, int Start, int End, int ValueIndex);
