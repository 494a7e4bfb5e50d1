using YamlDotNet.Core;

namespace KubeApi.Yaml;

/// <summary>Says what is wrong with a YAML text without quoting from it.</summary>
internal static class YamlFault
{
    public static string Describe(YamlException e) => e switch
    {
        YamlToJsonException own => own.Message,
        AnchorNotFoundException => "an alias names no anchor",
        SemanticErrorException or SyntaxErrorException => "the text is not well-formed; check indentation, quotes and tabs",
        _ => "the text cannot be read",
    };
}
