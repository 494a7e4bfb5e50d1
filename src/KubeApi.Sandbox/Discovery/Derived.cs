using KubeApi.Sandbox.Types;

namespace KubeApi.Sandbox.Discovery;

/// <summary>A value derived from the definitions, computed again only when they change.</summary>
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
