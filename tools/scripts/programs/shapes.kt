// Classes, collections, string building and exceptions, as a program in Kotlin has them.

sealed class Shape(val name: String) {
    abstract fun area(): Double
}

class Circle(private val radius: Double) : Shape("circle") {
    override fun area() = 3.0 * radius * radius
}

class Rectangle(private val width: Double, private val height: Double) : Shape("rectangle") {
    init {
        require(width >= 0 && height >= 0) { "a side is negative: $width × $height" }
    }
    override fun area() = width * height
}

class Tree<K : Comparable<K>, V>(val key: K, var value: V) {
    private var left: Tree<K, V>? = null
    private var right: Tree<K, V>? = null

    fun put(key: K, value: V): Unit = when {
        key < this.key -> left?.put(key, value) ?: run { left = Tree(key, value) }
        key > this.key -> right?.put(key, value) ?: run { right = Tree(key, value) }
        else -> this.value = value
    }
    fun depth(): Int = 1 + maxOf(left?.depth() ?: 0, right?.depth() ?: 0)
}

class NotFound(val what: String) : Exception("no $what here")

fun find(names: Map<String, Int>, name: String): Int = names[name] ?: throw NotFound(name)

fun main() {
    val shapes = listOf(Circle(2.0), Rectangle(3.0, 4.0), Circle(1.0))
    println(shapes.sortedBy { it.area() }.joinToString { "${it.name} ${it.area()}" })

    val byName = shapes.groupBy { it.name }.mapValues { (_, all) -> all.sumOf { it.area() } }
    println(byName)

    val counts = HashMap<String, Int>()
    for (word in "the quick brown fox jumps over the lazy dog the end".split(' ')) {
        counts[word] = (counts[word] ?: 0) + 1
    }
    println(counts.entries.sortedWith(compareBy({ -it.value }, { it.key })).take(3).joinToString())

    for (name in listOf("fox", "cat")) {
        val line = try {
            "$name: ${find(counts, name)}"
        } catch (missing: NotFound) {
            "$name: ${missing.message}"
        } finally {
            counts.remove("the")
        }
        println(line)
    }
    try {
        Rectangle(1.0, -2.0)
    } catch (bad: IllegalArgumentException) {
        println(bad.message)
    }
    try {
        (shapes[1] as Circle).area()
    } catch (bad: ClassCastException) {
        println("cast refused")
    }

    val tree = Tree(500, "root")
    var next = 1
    repeat(2000) {
        next = (next * 48271L % 2147483647L).toInt()
        tree.put(next % 1000, "node $it")
    }
    println("depth ${tree.depth()}")

    val text = StringBuilder()
    for (i in 1..2000) text.append(i % 10)
    println(text.length.toString() + " " + text.toString().hashCode())
    println((1..20000).asSequence().filter { it % 3 == 0 }.map { it.toLong() * it }.sum())
}
