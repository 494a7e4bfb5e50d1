namespace KubeApi.Yaml;

/// <summary>A document.</summary>
/// <param name="Json">Its value in UTF-8.</param>
/// <param name="Start">The start of its part of the input, from 0.</param>
/// <param name="End">The end of that part.</param>
/// <param name="ValueIndex">The start of the value.</param>
internal sealed record YamlDocument(byte[] Json, int Start, int End, int ValueIndex);
