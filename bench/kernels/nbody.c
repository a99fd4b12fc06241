// Floating point, divisions and square roots: five planets attracting one another.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { Bodies = 5 };

typedef struct {
  double position[3];
  double velocity[3];
  double mass;
} Body;

static const double Pi = 3.141592653589793;
static const double Year = 365.24;

static Body bodies[Bodies] = {
    {{0, 0, 0}, {0, 0, 0}, 1},
    {{4.84143144246472090, -1.16032004402742839, -0.103622044471123109},
     {0.00166007664274403694, 0.00769901118419740425, -0.0000690460016972063023},
     0.000954791938424326609},
    {{8.34336671824457987, 4.12479856412430479, -0.403523417114321381},
     {-0.00276742510726411405, 0.00499852801234917238, 0.0000230417297573763929},
     0.000285885980666130812},
    {{12.8943695621391310, -15.1111514016986312, -0.223307578892655734},
     {0.00296460137564761618, 0.00237847173959480950, -0.0000296589568540237556},
     0.0000436624404335156298},
    {{15.3796971148509165, -25.9193146099879641, 0.179258772950371181},
     {0.00268067772490389322, 0.00162824170038242295, -0.0000951592254519715870},
     0.0000515138902046611451},
};

static void prepare(void) {
  for (int i = 0; i < Bodies; ++i) {
    for (int axis = 0; axis < 3; ++axis) {
      bodies[i].velocity[axis] *= Year;
    }
    bodies[i].mass *= 4 * Pi * Pi;
  }
  for (int axis = 0; axis < 3; ++axis) {
    double momentum = 0;
    for (int i = 0; i < Bodies; ++i) {
      momentum += bodies[i].velocity[axis] * bodies[i].mass;
    }
    bodies[0].velocity[axis] = -momentum / bodies[0].mass;
  }
}

static double distanceSquared(const Body* a, const Body* b, double* difference) {
  double sum = 0;
  for (int axis = 0; axis < 3; ++axis) {
    difference[axis] = a->position[axis] - b->position[axis];
    sum += difference[axis] * difference[axis];
  }
  return sum;
}

static void advance(double time) {
  double difference[3];
  for (int i = 0; i < Bodies; ++i) {
    for (int j = i + 1; j < Bodies; ++j) {
      double squared = distanceSquared(&bodies[i], &bodies[j], difference);
      double factor = time / (squared * sqrt(squared));
      for (int axis = 0; axis < 3; ++axis) {
        bodies[i].velocity[axis] -= difference[axis] * bodies[j].mass * factor;
        bodies[j].velocity[axis] += difference[axis] * bodies[i].mass * factor;
      }
    }
  }
  for (int i = 0; i < Bodies; ++i) {
    for (int axis = 0; axis < 3; ++axis) {
      bodies[i].position[axis] += time * bodies[i].velocity[axis];
    }
  }
}

static double energy(void) {
  double sum = 0, difference[3];
  for (int i = 0; i < Bodies; ++i) {
    const double* velocity = bodies[i].velocity;
    double squared =
        velocity[0] * velocity[0] + velocity[1] * velocity[1] + velocity[2] * velocity[2];
    sum += bodies[i].mass * squared / 2;
    for (int j = i + 1; j < Bodies; ++j) {
      double distance = sqrt(distanceSquared(&bodies[i], &bodies[j], difference));
      sum -= bodies[i].mass * bodies[j].mass / distance;
    }
  }
  return sum;
}

int main(int argc, char** argv) {
  int steps = argc > 1 ? atoi(argv[1]) : 1000000;
  prepare();
  printf("nbody %.9f", energy());
  for (int i = 0; i < steps; ++i) {
    advance(0.01);
  }
  printf(" %.9f\n", energy());
  return 0;
}
