using KubeApi.Sandbox.Store;

namespace KubeApi.Sandbox.Selectors;

/// <summary>All of its requirements must hold.</summary>
internal sealed class LabelSelector(IReadOnlyList<LabelRequirement> requirements)
{
    public bool IsEmpty => requirements.Count == 0;

    public static LabelSelector Parse(string? text) => new(text is null ? [] : new LabelSelectorParser(text).Parse());

    public bool Matches(StoredObject value)
    {
        foreach (var requirement in requirements)
        {
            if (!requirement.Matches(value.Labels))
            {
                return false;
            }
        }

        return true;
    }
}
