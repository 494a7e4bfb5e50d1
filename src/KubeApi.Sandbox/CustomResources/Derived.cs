namespace KubeApi.Sandbox.CustomResources;

/// <summary>What is made of the definitions there are, and made again only when they have changed.</summary>
internal sealed class Derived<T>(Func<IReadOnlyList<CustomDefinition>, T> make)
{
    private Tuple<IReadOnlyList<CustomDefinition>, Lazy<T>>? _last;

    public T From(IReadOnlyList<CustomDefinition> definitions)
    {
        var last = _last;
        if (last is null || !ReferenceEquals(last.Item1, definitions))
        {
            _last = last = Tuple.Create(definitions, new Lazy<T>(() => make(definitions)));
        }

        return last.Item2.Value;
    }
}
