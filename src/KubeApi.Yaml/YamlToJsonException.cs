using YamlDotNet.Core;

namespace KubeApi.Yaml;

/// <summary>A fault that this converter found; its message quotes nothing of the text.</summary>
internal sealed class YamlToJsonException(Mark start, Mark end, string message) : YamlException(start, end, message);
