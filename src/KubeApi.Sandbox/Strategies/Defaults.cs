using KubeApi.Sandbox.Json;

namespace KubeApi.Sandbox.Strategies;

/// <summary>Adds default values.</summary>
internal static class Defaults
{
    private const char IfThere = '?';
    private const char Verbatim = '!';

    /// <param name="defaults">
    /// Members by name, in this order: `name` is added if missing, `name?` only completes an existing member, `name!` is a list of objects that is added if
    /// missing, `name:type=x` applies only if `type` is x. The single element of an array completes each element.
    /// </param>
    public static void Apply(JsonObject value, JsonObject defaults)
    {
        foreach (var (key, wanted) in defaults)
        {
            if (key.Split(':', '=') is [_, var sibling, var text] && value.StringAt(sibling) != text)
            {
                continue;
            }

            var name = key.Split(':')[0].TrimEnd(IfThere, Verbatim);
            switch (value[name], wanted)
            {
                case (null, _) when key.EndsWith(IfThere):
                    break;
                case (null, _) when key.EndsWith(Verbatim):
                    value[name] = wanted!.DeepClone();
                    break;
                case (not null, _) when key.EndsWith(Verbatim):
                    break;
                case (null, JsonArray):
                    // A template for elements: without elements, nothing to add. A list of plain values is a default value.
                    if (wanted is JsonArray { Count: > 0 } list && list[0] is not JsonObject)
                    {
                        value[name] = wanted.DeepClone();
                    }

                    break;
                case (null, JsonObject members):
                    Apply(value.Child(name), members);
                    break;
                case (null, _):
                    value[name] = wanted!.DeepClone();
                    break;
                case (JsonObject present, JsonObject nested):
                    Apply(present, nested);
                    break;
                case (JsonArray elements, JsonArray { Count: 1 } template) when template[0] is JsonObject each:
                    foreach (var element in elements.OfType<JsonObject>())
                    {
                        Apply(element, each);
                    }

                    break;
            }
        }
    }
}
